import type { IncomingMessage } from 'node:http';
import { pipeline, type Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { CorridorError } from '../errors.ts';
import type { Finding } from '../feed/finding.ts';
import type { Answer, Inquiry, Question, Reply, Silence } from '../feed/hosting/answer.ts';
import type { Reach } from '../feed/hosting/network.ts';
import { follow, type Resolve, silenceOf } from './guarded.ts';

export type { Resolve } from './guarded.ts';

/**
 * Asks servers of strangers, with an end to every wait, every body and every chain of redirects; `guarded.ts` keeps out
 * of private networks.
 */
export type Probe = (question: Question) => Promise<Answer>;

export type ProbeOptions = Readonly<{
  reach: Reach;
  /** Milliseconds for one question, with redirects and body. */
  patience?: number;
  resolver?: Resolve;
  signal?: AbortSignal | undefined;
}>;

const PATIENCE = 30_000;
/** Counters of downloads leave out what calls itself a bot. */
const NAME = 'Corridor-FeedCheck/1 (bot; checks podcast feeds for their owners)';

export function openProbe(options: ProbeOptions): Probe {
  const { patience = PATIENCE, signal } = options;
  return async (question) => {
    const patient = AbortSignal.timeout(patience);
    const stop = signal ? AbortSignal.any([patient, signal]) : patient;
    try {
      const headers = { 'user-agent': NAME, ...question.headers };
      const { message, ...way } = await follow({ ...question, headers }, { ...options, stop });
      return await replyOf(message, question, way);
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
    for await (const chunk of unpacked(message) as AsyncIterable<Buffer>) {
      chunks.push(chunk);
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

export const slowness = (patience: number): Silence => ({
  reason: 'slow',
  says: `does not answer within ${patience / 1000} seconds`,
});
