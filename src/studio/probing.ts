import { lookup as resolve } from 'node:dns/promises';
import { request as askPlainly, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as askSecurely } from 'node:https';
import type { LookupFunction } from 'node:net';
import { pipeline, type Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { CorridorError } from '../errors.ts';
import type { Finding } from '../feed/finding.ts';
import type { Answer, Hop, Inquiry, Question, Reason, Reply, Silence } from '../feed/hosting/answer.ts';
import { isNumeric, isWithin, type Reach, realmOf } from '../feed/hosting/network.ts';
import { readAddress } from '../show/address.ts';

/**
 * Asks servers of strangers, with an end to every wait, every body and every chain of redirects. Each question has a
 * connection of its own, and the very address that was judged is the one connected to: no name can lead behind a wall
 * by being resolved twice in two ways.
 */
export type Probe = (question: Question) => Promise<Answer>;

/** All addresses of a host, in the order in which they are to be tried. */
export type Resolve = (host: string) => Promise<readonly { address: string; family: number }[]>;

export type ProbeOptions = Readonly<{
  reach: Reach;
  /** Milliseconds for one question, with redirects and body. */
  patience?: number;
  resolver?: Resolve;
  signal?: AbortSignal | undefined;
}>;

const PATIENCE = 30_000;
const MOST_HOPS = 5;
/** Counters of downloads leave out what calls itself a bot. */
const NAME = 'Corridor-FeedCheck/1 (bot; checks podcast feeds for their owners)';

const resolveAll: Resolve = (host) => resolve(host, { all: true });

export function openProbe(options: ProbeOptions): Probe {
  const { patience = PATIENCE, signal } = options;
  return async (question) => {
    const patient = AbortSignal.timeout(patience);
    const stop = signal ? AbortSignal.any([patient, signal]) : patient;
    try {
      return await follow(question, { ...options, stop });
    } catch (thrown) {
      if (signal?.aborted)
        throw new CorridorError('cancelled', 'The check was stopped.', 'Start it again at any time.');
      return patient.aborted ? slowness(patience) : silenceOf(thrown);
    }
  };
}

/** Leads a conversation to its end. */
export async function pursue(inquiry: Inquiry, probe: Probe): Promise<readonly Finding[]> {
  let step = inquiry.next();
  while (!step.done) step = inquiry.next(await probe(step.value));
  return step.value;
}

// -- redirects -----------------------------------------------------------------------------------------------------

type Way = Pick<ProbeOptions, 'reach' | 'resolver'> & Readonly<{ stop: AbortSignal }>;

async function follow(question: Question, way: Way): Promise<Reply> {
  const hops: Hop[] = [];
  let url = new URL(question.url);
  let hasBeenOutside = false;
  for (;;) {
    const message = await answerTo(connect(url, question, way, hasBeenOutside));
    const { statusCode: status = 0 } = message;
    if (![301, 302, 303, 307, 308].includes(status))
      return replyOf(message, question, { url: url.href, hops });
    hasBeenOutside ||= realmOf(message.socket.remoteAddress ?? '') === 'public';
    message.destroy();
    url = nextOf(url, message, hops);
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
  if (hops.length > MOST_HOPS)
    throw new Refusal('too-many-redirects', `redirects more than ${MOST_HOPS} times, last to ${target.href}`);
  return target;
}

const answerTo = (asked: ClientRequest): Promise<IncomingMessage> =>
  new Promise((resolved, failed) => {
    asked.once('response', resolved).once('error', failed).end();
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

function connect(url: URL, question: Question, way: Way, hasBeenOutside: boolean): ClientRequest {
  const permits = (address: string) => isWithin(way.reach, realmOf(address), hasBeenOutside);
  // A host in numbers is connected to without asking a resolver.
  if (isNumeric(url.hostname) && !permits(url.hostname)) throw behindWall(url.hostname);
  const options = {
    method: question.method,
    headers: { 'user-agent': NAME, accept: '*/*', 'accept-encoding': 'identity', ...question.headers },
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

// -- bodies --------------------------------------------------------------------------------------------------------

async function replyOf(
  message: IncomingMessage,
  question: Question,
  way: Pick<Reply, 'url' | 'hops'>,
): Promise<Reply> {
  const { body, isWhole } = await readBody(message, question);
  const headers = Object.entries(message.headers).map(
    ([name, value]) => [name, String(value ?? '')] as const,
  );
  return { ...way, status: message.statusCode ?? 0, headers: new Map(headers), body, isWhole };
}

type Body = Pick<Reply, 'body' | 'isWhole'>;

/** As many bytes as are wanted: the rest is not fetched, and what is packed unfolds no further. */
async function readBody(message: IncomingMessage, { method, most }: Question): Promise<Body> {
  const chunks: Buffer[] = [];
  let size = 0;
  if (method === 'GET')
    for await (const chunk of unpacked(message)) {
      chunks.push(Buffer.from(chunk));
      size += chunk.length;
      if (size > most) break;
    }
  message.destroy();
  return { body: Buffer.concat(chunks).subarray(0, most), isWhole: size <= most };
}

const unpackers = new Map([
  ['gzip', createGunzip],
  ['x-gzip', createGunzip],
  ['deflate', createInflate],
  ['br', createBrotliDecompress],
]);

function unpacked(message: IncomingMessage): Readable {
  const unpacker = unpackers.get((message.headers['content-encoding'] ?? '').toLowerCase());
  // A part of something packed cannot be unpacked by itself.
  if (!unpacker || message.statusCode !== 200) return message;
  return pipeline(message, unpacker(), () => {});
}

// -- no answer -----------------------------------------------------------------------------------------------------

const slowness = (patience: number): Silence => ({
  reason: 'slow',
  says: `does not answer within ${patience / 1000} seconds`,
});

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
function silenceOf(thrown: unknown): Silence {
  if (thrown instanceof Refusal) return { reason: thrown.reason, says: thrown.message };
  const code =
    thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';
  const known = failures.find(([pattern]) => pattern.test(code));
  if (!known) throw thrown;
  const [, reason, says] = known;
  return { reason, says: says(code) };
}
