import { lookup as resolve } from 'node:dns/promises';
import { request as askPlainly, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as askSecurely } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { Hop, Reason, Silence } from '../feed/hosting/answer.ts';
import { isNumeric, isOwn, isWithin, type Reach, realmOf } from '../feed/hosting/network.ts';
import { readAddress } from '../show/address.ts';

/**
 * Connections to servers of strangers, with a wall around private networks. Each has a socket of its own, and the very
 * address that was judged is the one connected to: no name can lead behind a wall by being resolved twice in two ways.
 */
export type Errand = Readonly<{
  method: 'GET' | 'HEAD' | 'POST';
  url: string;
  headers: Readonly<Record<string, string>>;
  body?: string;
}>;

/** All addresses of a host, in the order in which they are to be tried. */
export type Resolve = (host: string) => Promise<readonly { address: string; family: number }[]>;

export type Way = Readonly<{ reach: Reach; resolver?: Resolve; stop: AbortSignal }>;

/** A server's answer, its body not yet read. */
export type Response = Readonly<{ message: IncomingMessage; url: string; hops: readonly Hop[] }>;

const MOST_HOPS = 5;

/** Whoever types or sets an address of this machine means it; everything else stays outside private networks. */
export const reachFor = (url: URL, settings: Readonly<{ ALLOW_PRIVATE_ADDRESSES: boolean }>): Reach =>
  settings.ALLOW_PRIVATE_ADDRESSES ? 'everywhere' : isOwn(url.hostname) ? 'loopback' : 'public';

const resolveAll: Resolve = (host) => resolve(host, { all: true });

/** Asks, and goes where redirects lead; at most so many of them. @throws what `silenceOf` reads */
export async function follow(errand: Errand, way: Way, mostHops = MOST_HOPS): Promise<Response> {
  const hops: Hop[] = [];
  let url = new URL(errand.url);
  let hasBeenOutside = false;
  for (;;) {
    const message = await answerTo(connect(url, errand, way, hasBeenOutside), errand.body);
    const { statusCode: status = 0 } = message;
    if (mostHops === 0 || ![301, 302, 303, 307, 308].includes(status))
      return { message, url: url.href, hops };
    hasBeenOutside ||= realmOf(message.socket.remoteAddress ?? '') === 'public';
    message.destroy();
    url = nextOf(url, message, hops);
    if (hops.length > mostHops) throw tooManyHops(mostHops, url);
  }
}

/** Where a redirect leads, written down with the others. */
function nextOf(
  from: URL,
  { statusCode = 0, headers: { location = '' } }: IncomingMessage,
  hops: Hop[],
): URL {
  const target = readAddress(location, from);
  if (location === '' || !target || !/^https?:$/.test(target.protocol))
    throw new Refusal('lost', `redirects (${statusCode}) to nowhere: “${location.slice(0, 200)}”`);
  target.hash = '';
  hops.push({ status: statusCode, from: from.href, to: target.href });
  if (hops.some((hop) => hop.from === target.href))
    throw new Refusal('circle', `redirects in a circle, by way of ${target.href}`);
  return target;
}

const tooManyHops = (most: number, { href }: URL): Refusal =>
  new Refusal('too-many-redirects', `redirects more than ${most} times, last to ${href}`);

const answerTo = (asked: ClientRequest, body: string | undefined): Promise<IncomingMessage> =>
  new Promise((resolved, failed) => {
    asked.once('response', resolved).once('error', failed).end(body);
  });

// -- the network behind a wall ----------------------------------------------------------------------------------------

/** A reason to go no further. */
class Refusal extends Error {
  readonly reason: Reason;

  constructor(reason: Reason, says: string) {
    super(says);
    this.reason = reason;
  }
}

const behindWall = (address: string): Refusal =>
  new Refusal('private', `leads to ${address}, an address of a private network`);

function connect(url: URL, errand: Errand, way: Way, hasBeenOutside: boolean): ClientRequest {
  const permits = (address: string) => isWithin(way.reach, realmOf(address), hasBeenOutside);
  // A host in numbers is connected to without asking a resolver.
  if (isNumeric(url.hostname) && !permits(url.hostname)) throw behindWall(url.hostname);
  const options = {
    method: errand.method,
    headers: { accept: '*/*', 'accept-encoding': 'identity', ...errand.headers },
    lookup: guard(way.resolver ?? resolveAll, permits),
    signal: way.stop,
    agent: false as const,
  };
  return url.protocol === 'https:' ? askSecurely(url, options) : askPlainly(url, options);
}

/** Resolves a name for the connection that is being made, or refuses: one address inside spoils them all. */
const guard =
  (resolver: Resolve, permits: (address: string) => boolean): LookupFunction =>
  (host, { all }, answer) => {
    resolver(host).then(
      (found) => {
        const inner = found.find(({ address }) => !permits(address));
        const [first] = found;
        if (inner || !first) answer(inner ? behindWall(inner.address) : unknownHost(host), '', 0);
        else if (all) answer(null, [...found]);
        else answer(null, first.address, first.family);
      },
      (thrown: NodeJS.ErrnoException) => answer(thrown, '', 0),
    );
  };

const unknownHost = (host: string): Refusal =>
  new Refusal('unknown-host', `has no address: nobody knows ${host}`);

// -- no answer -----------------------------------------------------------------------------------------------------

const failures: readonly (readonly [RegExp, Reason, (code: string) => string])[] = [
  [/^(ENOTFOUND|EAI_\w+)$/, 'unknown-host', () => 'cannot be found: there is no such host'],
  [
    /^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|EADDRNOTAVAIL|ETIMEDOUT)$/,
    'refused',
    (code) => `cannot be connected to (${code})`,
  ],
  [
    /^(CERT_|ERR_TLS_CERT|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|HOSTNAME_MISMATCH|INVALID_CA|EPROTO|ERR_SSL)/,
    'certificate',
    (code) => `has no certificate that apps accept (${code})`,
  ],
  [
    /^(Z_|ERR__ERROR_FORMAT|ERR_BROTLI|ERR__)/,
    'broken',
    () => 'sends a compressed answer that cannot be unpacked',
  ],
  [/./, 'broken', (code) => `breaks off in its answer (${code})`],
];

/** @throws what is no failure of the network */
export function silenceOf(thrown: unknown): Silence {
  if (thrown instanceof Refusal) return { reason: thrown.reason, says: thrown.message };
  const code =
    thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';
  const known = failures.find(([pattern]) => pattern.test(code));
  if (!known) throw thrown;
  const [, reason, says] = known;
  return { reason, says: says(code) };
}
