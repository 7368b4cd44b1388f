import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { CorridorError } from './errors.ts';
import { z } from './zod.ts';

/**
 * The table of settings: name in the environment, schema with default, and the sentence that people read.
 * The only file that reads the environment. `docs/configuration.md` is printed from it.
 */
const emptyIsAbsent = (value: unknown) => (value === '' ? undefined : value);
const setting = <T extends z.ZodType>(schema: T, says: string) =>
  z.preprocess(emptyIsAbsent, schema).describe(says);

const storeUrl = z
  .string()
  .regex(
    /^(file:.+|s3:\/\/[a-z0-9][a-z0-9.-]+[a-z0-9](\/.*)?)$/,
    'is neither file:DIR nor s3://bucket/prefix',
  );

/** Several addresses in one setting, with blanks or commas between them. */
const addresses = z
  .string()
  .transform((text) => text.split(/[\s,]+/).filter((address) => address !== ''))
  .pipe(
    z.array(
      z.url({
        protocol: /^https?$/,
        error: ({ input }) => `“${String(input)}” is no address that begins with https:// or http://`,
      }),
    ),
  )
  .default([]);

export const table = {
  EPISODES_STORE: setting(
    storeUrl.default('file:./episodes'),
    'Private store: recordings as uploaded, bumpers, covers and finished masters. `file:DIR` or `s3://bucket/prefix`.',
  ),
  FEED_STORE: setting(
    storeUrl.default('file:./feed'),
    'Public store: what listeners and their apps fetch. `file:DIR` or `s3://bucket/prefix`.',
  ),
  PUBLIC_URL: setting(
    z.url({ protocol: /^https?$/ }).optional(),
    'The address at which the public sees FEED_STORE. Without it: `http://localhost:PORT/feed`.',
  ),
  CATALOGUE: setting(
    z.string().default('./episodes/catalogue.db'),
    'The SQLite file that knows every show and episode. Back it up together with EPISODES_STORE.',
  ),
  S3_ENDPOINT: setting(
    z.url({ protocol: /^https?$/ }).optional(),
    'Address of an S3-compatible service; without it, Amazon’s own.',
  ),
  S3_REGION: setting(z.string().default('us-east-1'), 'Region of the buckets.'),
  S3_FORCE_PATH_STYLE: setting(
    z.stringbool().optional(),
    'Whether the bucket’s name stands in the path rather than in the host name. Without it: true when S3_ENDPOINT is set.',
  ),
  S3_CHECKSUMS: setting(
    z.enum(['when-required', 'when-supported']).default('when-required'),
    'Whether extra checksums are sent. Many S3-compatible services refuse them, so by default only where S3 demands them.',
  ),
  AWS_ACCESS_KEY_ID: setting(
    z.string().optional(),
    'Access key for both stores; without it, the usual AWS sources (profile, role).',
  ),
  AWS_SECRET_ACCESS_KEY: setting(z.string().optional(), 'Secret that belongs to the access key.'),
  AWS_SESSION_TOKEN: setting(z.string().optional(), 'Session token of temporary credentials.'),
  HOST: setting(
    z.string().default('127.0.0.1'),
    'Address to listen on. Any other than loopback demands CORRIDOR_TOKEN.',
  ),
  PORT: setting(z.coerce.number().int().min(0).max(65535).default(8080), 'Port to listen on.'),
  CORRIDOR_TOKEN: setting(
    z.string().min(16, 'is shorter than 16 characters').optional(),
    'The shared secret for the studio’s page and API (bearer token or sign-in form); at least 16 characters.',
  ),
  FFMPEG_PATH: setting(
    z.string().optional(),
    'The ffmpeg to use. Without it: one on PATH of version 5 or newer, else the bundled one.',
  ),
  UPLOAD_LIMIT: setting(
    z.coerce.number().int().positive().default(8e9),
    'Largest recording that is taken, in bytes.',
  ),
  DISK_RESERVE: setting(
    z.coerce.number().int().min(0).default(256e6),
    'Bytes that stay free on the local disk: an upload that would eat into them is refused before it starts.',
  ),
  SCRATCH_DIR: setting(
    z.string().optional(),
    'Folder for work in progress. Without it: `.scratch` beside the catalogue.',
  ),
  WORKERS: setting(
    z.coerce.number().int().min(1).max(64).default(2),
    'How many pieces of sound work run at the same time.',
  ),
  CORES: setting(
    z.coerce.number().int().min(1).max(256).optional(),
    'How many processes work on one piece of sound together. Without it: one for every core of the machine.',
  ),
  RETRY_AFTER: setting(
    z.coerce.number().min(0.1).max(300).default(2),
    'Seconds before work that failed is tried again; twice as many before a third attempt, and so on up to five minutes.',
  ),
  PREFLIGHT: setting(
    z.enum(['on', 'off']).default('on'),
    'Whether every publication reads the public address afterwards, as podcast apps do. What a bucket’s address refuses them takes the feed back.',
  ),
  SWEEP_AFTER: setting(
    z.coerce.number().min(1).default(30),
    'Days for which files that no feed names any more stay in FEED_STORE: apps and caches may still ask for them.',
  ),
  ALLOW_PRIVATE_ADDRESSES: setting(
    z.stringbool().default(false),
    'Whether `corridor feed check ADDRESS`, `corridor import`, `corridor move` and the pings may reach into private networks. Addresses of this machine may always be typed.',
  ),
  WEBSUB_HUBS: setting(
    addresses,
    'WebSub hubs that every feed names and that are told of every new one, with blanks between them; beside those in the details of a show.',
  ),
  PODCAST_INDEX_PING: setting(
    z.url({ protocol: /^https?$/ }).optional(),
    'Where the Podcast Index is told of every new feed: `https://api.podcastindex.org/api/1.0/hub/pubnotify`. Without it, nobody tells.',
  ),
  WEBHOOKS: setting(
    addresses,
    'Addresses of your own that are told of every publication, with blanks between them (docs/webhooks.md). Demand WEBHOOK_SECRET.',
  ),
  WEBHOOK_SECRET: setting(
    z.string().min(16, 'is shorter than 16 characters').optional(),
    'What the calls to WEBHOOKS are signed with; at least 16 characters.',
  ),
  LOG_LEVEL: setting(
    z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
    'How much `corridor serve` writes to its log.',
  ),
} as const;

const schema = z.object(table);
type Raw = z.infer<typeof schema>;

export type Settings = Readonly<
  Raw & { PUBLIC_URL: string; S3_FORCE_PATH_STYLE: boolean; SCRATCH_DIR: string; CORES: number }
>;

/**
 * Reads all settings at once.
 * @throws CorridorError settings-invalid, naming every fault together
 */
export function readSettings(environment: Record<string, string | undefined> = process.env): Settings {
  silenceNotices();
  const read = schema.safeParse(environment);
  if (!read.success) throw settingsInvalid(faultsOf(read.error));
  const raw = read.data;
  if (raw.WEBHOOKS.length > 0 && raw.WEBHOOK_SECRET === undefined)
    throw settingsInvalid(['WEBHOOK_SECRET: is missing, but WEBHOOKS names somebody to call']);
  return {
    ...raw,
    PUBLIC_URL: (raw.PUBLIC_URL ?? `http://localhost:${raw.PORT}/feed`).replace(/\/+$/, ''),
    S3_FORCE_PATH_STYLE: raw.S3_FORCE_PATH_STYLE ?? raw.S3_ENDPOINT !== undefined,
    CORES: raw.CORES ?? availableParallelism(),
    SCRATCH_DIR: raw.SCRATCH_DIR ?? join(dirname(raw.CATALOGUE), '.scratch'),
  };
}

/** What programs that Corridor starts find in theirs: all but its own secrets. */
export function childEnvironment(): Readonly<Record<string, string>> {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/TOKEN|SECRET|ACCESS_KEY|PASSWORD/i.test(name),
  );
  return Object.fromEntries(kept.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

/** The S3 client announces on every start which Node versions it will drop; that is for developers, not for users. */
function silenceNotices(): void {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
}

const faultsOf = ({ issues }: z.ZodError): readonly string[] =>
  issues.map(({ path, message }) => `${String(path[0])}: ${message}`);

function settingsInvalid(faults: readonly string[]): CorridorError {
  return new CorridorError(
    'settings-invalid',
    `Settings that cannot be used: ${faults.join('; ')}.`,
    'Mend these environment variables; docs/configuration.md says what each one takes.',
  );
}

/** The settings as a Markdown table, from the same source that the program reads. */
export function printSettings(): string {
  const rows = Object.entries(table).map(([name, entry]) => {
    const fallback = String(entry.safeParse(undefined).data ?? '');
    return `| \`${name}\` | ${fallback === '' ? '' : `\`${fallback}\``} | ${entry.description ?? ''} |`;
  });
  return ['| Setting | Default | What it does |', '| --- | --- | --- |', ...rows].join('\n');
}
