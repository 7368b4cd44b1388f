import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqlite } from '../../src/sqlite.ts';
import { absentPrograms, runTool } from './processes.ts';

/** gPodder, a podcast client that people use: its command line, with subscriptions and downloads of its own. */
export type Client = Readonly<{
  /** Runs a command such as `subscribe URL` or `update`; gives what it said. */
  run(...words: readonly string[]): Promise<string>;
  subscriptions(): readonly Subscription[];
  /** Oldest first. */
  episodes(): readonly KeptEpisode[];
  /** Downloaded files in the order of their names. */
  downloads(): readonly Buffer[];
  remove(): void;
}>;

/** Rows of its database, in its own words. */
export type Subscription = Readonly<{ title: string; url: string }>;
export type KeptEpisode = Readonly<{
  guid: string;
  title: string;
  url: string;
  /** Seconds since 1970. */
  published: number;
  file_size: number;
  mime_type: string;
  /** Seconds. */
  total_time: number;
  description_html: string;
}>;

/** Why there is no client to test with, and what to do about it; `undefined` when there is one. */
export function clientAbsent(): string | undefined {
  if (absentPrograms(['gpo']).length === 0) return undefined;
  return 'without gpo there is no podcast client: apt-get install -y --no-install-recommends gpodder';
}

export function openClient(): Client {
  const folder = mkdtempSync(join(tmpdir(), 'corridor-gpodder-'));
  const env = { ...process.env, HOME: folder, GPODDER_HOME: folder, NO_PROXY: '127.0.0.1' };
  const rows = <T>(query: string): T[] => {
    const file = openSqlite(join(folder, 'Database'));
    try {
      return file.prepare<[], T>(query).all();
    } finally {
      file.close();
    }
  };
  return {
    run: async (...words) => (await runTool('gpo', words, { env, timeout: 60_000 })).stdout,
    subscriptions: () => rows('SELECT title, url FROM podcast ORDER BY id'),
    episodes: () => rows('SELECT * FROM episode ORDER BY published, id'),
    downloads: () => filesIn(join(folder, 'Downloads')).map((path) => readFileSync(path)),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Its folders hold covers, too; what it downloaded of a feed is sound. */
const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.mp3'))
    .sort()
    .map((name) => join(folder, name));
