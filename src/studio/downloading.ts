import { createWriteStream } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CorridorError } from '../errors.ts';
import { type Answer, isSilence, type Reply, type Silence } from '../feed/hosting/answer.ts';
import type { Reach } from '../feed/hosting/network.ts';
import { printBytes } from '../show/size.ts';
import { follow, type Resolve, silenceOf } from './guarded.ts';
import { openProbe } from './probing.ts';

/** Fetches files of strangers: small ones into memory, sounds onto the disk, nothing without an end. */
export type Downloads = Readonly<{
  /** A whole thing of at most so many bytes, or why there is none. */
  read(url: string, most: number): Promise<Reply | Missed>;
  /** The same into a file, as long as bytes keep coming. */
  save(url: string, target: Readonly<{ file: string; most: number }>): Promise<Saved | Missed>;
}>;

export type Saved = Readonly<{ bytes: number }>;
/** The end of a sentence after the address. */
export type Missed = Readonly<{ missed: string; silence?: Silence }>;
export const isMissed = (got: object): got is Missed => 'missed' in got;

type Options = Readonly<{
  reach: Reach;
  signal?: AbortSignal | undefined;
  resolver?: Resolve;
  /** Milliseconds for an answer, and between two pieces of it. */
  patience?: number;
}>;

const PATIENCE = 60_000;
/** Milliseconds for one file, however slowly it comes. */
const LONGEST = 4 * 3_600_000;
/** A connection that breaks off is tried once more. */
const ATTEMPTS = 2;
const HEADERS = { 'user-agent': 'Corridor-Import/1 (takes a podcast over for its owner)' };

export function openDownloads(options: Options): Downloads {
  const { reach, signal, resolver, patience = PATIENCE } = options;
  const probe = openProbe({ reach, patience, signal, ...(resolver ? { resolver } : {}) });
  return {
    read: async (url, most) =>
      judged(
        await probe({ method: 'GET', url, headers: { ...HEADERS, 'accept-encoding': 'gzip' }, most }),
        most,
      ),
    save: (url, target) => saveAgain(url, target, { ...options, patience }),
  };
}

function judged(answer: Answer, most: number): Reply | Missed {
  if (isSilence(answer)) return { missed: answer.says, silence: answer };
  if (answer.status !== 200) return { missed: `answers with ${answer.status}` };
  return answer.isWhole ? answer : { missed: `is larger than ${printBytes(most)}` };
}

type Target = Readonly<{ file: string; most: number }>;
type Patient = Options & Readonly<{ patience: number }>;

async function saveAgain(url: string, target: Target, options: Patient): Promise<Saved | Missed> {
  for (let attempt = 1; ; attempt++) {
    const got = await save(url, target, options);
    const isPassing = isMissed(got) && got.silence?.reason === 'broken';
    if (!isPassing || attempt >= ATTEMPTS) return got;
  }
}

async function save(url: string, target: Target, options: Patient): Promise<Saved | Missed> {
  const { reach, resolver, signal, patience } = options;
  const watchdog = openWatchdog(patience);
  const stop = AbortSignal.any([watchdog.signal, AbortSignal.timeout(LONGEST), ...(signal ? [signal] : [])]);
  try {
    const way = { reach, stop, ...(resolver ? { resolver } : {}) };
    const { message } = await follow({ method: 'GET', url, headers: HEADERS }, way);
    if (message.statusCode !== 200) {
      message.destroy();
      return { missed: `answers with ${message.statusCode}` };
    }
    const meter = openMeter(target.most, watchdog.pat);
    await pipeline(message, meter.stream, createWriteStream(target.file), { signal: stop });
    const announced = message.headers['content-length'];
    if (announced !== undefined && Number(announced) !== meter.bytes()) return brokenOff;
    return { bytes: meter.bytes() };
  } catch (thrown) {
    if (signal?.aborted) throw stopped();
    if (thrown instanceof TooLarge) return { missed: thrown.message };
    if (isOfTheDisk(thrown)) throw thrown;
    if (stop.aborted) return { missed: `sends nothing for ${patience / 1000} seconds` };
    const silence = silenceOf(thrown);
    return { missed: silence.says, silence };
  } finally {
    watchdog.end();
  }
}

const brokenOff: Missed = {
  missed: 'breaks off before its announced end',
  silence: { reason: 'broken', says: 'breaks off before its announced end' },
};

/** Fires when nobody has patted it for a while. */
function openWatchdog(patience: number) {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), patience);
  return { signal: controller.signal, pat: () => void timer.refresh(), end: () => clearTimeout(timer) };
}

class TooLarge extends Error {}

function openMeter(most: number, pat: () => void) {
  let bytes = 0;
  const stream = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      bytes += chunk.byteLength;
      pat();
      if (bytes > most) done(new TooLarge(`is larger than ${printBytes(most)}`));
      else done(null, chunk);
    },
  });
  return { stream, bytes: () => bytes };
}

const isOfTheDisk = (thrown: unknown): boolean =>
  thrown instanceof Error &&
  'code' in thrown &&
  /^(ENOSPC|EDQUOT|EROFS|EACCES|EIO)$/.test(String(thrown.code));

const stopped = (): CorridorError =>
  new CorridorError('cancelled', 'Stopped.', 'What was taken is kept; the same command goes on from there.');
