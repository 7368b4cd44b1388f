import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { worthRetrying } from '../../src/errors.ts';
import { untreated } from '../../src/sound/cleaning.ts';
import type { MasteringPlan } from '../../src/sound/mastering.ts';
import { runFfmpeg } from '../../src/workshop/ffmpeg.ts';
import type { Workshop } from '../../src/workshop/workshop.ts';
import { ffmpeg } from '../sounds.ts';
import { until } from '../waiting.ts';
import { type Bench, openBench, stereo } from './bench.ts';
import { withEachFfmpeg } from './tools.ts';

let sounds: Bench;
/** Packed, so that ffmpeg has to decode them; the long one is never heard to its end. */
let [long, short]: [string, string] = ['', ''];
const [LONG, SHORT] = [600, 130];
let plan: MasteringPlan;
beforeAll(async () => {
  sounds = await openBench('ffmpeg');
  long = await makeTones('long.flac', LONG);
  short = await makeTones('short.flac', SHORT);
  const source = { key: 'originals/long.flac', sha256: 'any' };
  const frames = LONG * 48_000;
  const clip = { source: 0, from: 0, frames, at: 0, gain: 0, fadeIn: 0, fadeOut: 0 };
  plan = {
    sources: [{ source, channels: 2, treatment: untreated }],
    mix: {
      ...{ sampleRate: 48_000, channels: 2, frames, ceiling: -2 },
      clips: [{ ...clip, routing: 'as-is', rumble: true }],
    },
    ...{ shape: 'stereo', trueMono: false, bitrate: 128, talkStartsAt: 0, seconds: LONG },
    passages: [{ from: 0, to: LONG, at: 0 }],
  };
});
afterAll(() => sounds.remove());

/** Another one on each side. */
async function makeTones(name: string, seconds: number): Promise<string> {
  const tone = (hertz: number) => `sine=frequency=${hertz}:sample_rate=48000:duration=${seconds}`;
  const tones = `${tone(300)}[left];${tone(900)}[right];[left][right]amerge=inputs=2`;
  await ffmpeg(['-f', 'lavfi', '-i', tones, '-compression_level', '0', sounds.file(name)]);
  return sounds.file(name);
}

/** The ffmpegs that this very process or its crew has started and that still run. */
function running(): number[] {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const parents = new Map(all.map((id) => [id, /\nPPid:\t(\d+)/.exec(statusOf(id))?.[1] ?? '']));
  const isOurs = (id: string | undefined): boolean =>
    id !== undefined && id !== '' && (id === String(process.pid) || isOurs(parents.get(id)));
  return all
    .filter((id) => /^Name:\tffmpeg/.test(statusOf(id)) && !/\nState:\tZ/.test(statusOf(id)))
    .filter(isOurs)
    .map(Number);
}

function statusOf(id: string): string {
  try {
    return readFileSync(`/proc/${id}/status`, 'utf8');
  } catch {
    return '';
  }
}

type Work = (workshop: Workshop, signal: AbortSignal) => Promise<unknown>;
const works: readonly (readonly [name: string, work: Work])[] = [
  ['measuring', (shop, signal) => shop.measureFile(long, stereo, { signal })],
  ['rendering', (shop, signal) => shop.carryOut({ kind: 'render', plan, attempt: 0 }, { signal })],
];

withEachFfmpeg(({ program }) => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await openBench(program);
    await bench.keep(long);
  });
  afterAll(() => bench.remove());

  describe.runIf(existsSync('/proc/self/status')).each(works)('%s', (_, work) => {
    test('ends at once when it is cancelled, and takes its ffmpeg with it', async () => {
      const control = new AbortController();
      const done = work(bench.workshop, control.signal).catch((thrown: unknown) => thrown);
      await until(() => running().length > 0);
      const since = performance.now();
      control.abort();
      expect(await done).toMatchObject({ code: 'cancelled' });
      expect(performance.now() - since).toBeLessThan(1500);
      await until(() => running().length === 0);
      expect(bench.scratch()).toEqual([]);
    });

    test('does not begin when it is cancelled already', async () => {
      const done = work(bench.workshop, AbortSignal.abort());
      await expect(done).rejects.toMatchObject({ code: 'cancelled' });
      expect(running()).toEqual([]);
    });

    test('may be tried again when its ffmpeg is killed from outside', async () => {
      const done = work(bench.workshop, new AbortController().signal).catch((thrown: unknown) => thrown);
      await until(() => running().length > 0);
      for (const id of running()) process.kill(id, 'SIGKILL');
      const thrown = await done;
      expect(thrown).toMatchObject({
        code: 'ffmpeg-failed',
        message: expect.stringContaining('ended from outside'),
      });
      expect(worthRetrying(thrown)).toBe(true);
      expect(bench.scratch()).toEqual([]);
    });
  });

  test('progress goes up to the whole', async () => {
    const seen: number[] = [];
    await bench.workshop.measureFile(
      short,
      { ...stereo, seconds: SHORT },
      { onProgress: (fraction) => seen.push(fraction) },
    );
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(seen.at(-1)).toBeGreaterThan(0.5);
  });

  test('a render that ffmpeg refuses fails with its last words, and keeps nothing', async () => {
    const wrong = { ...plan, bitrate: 7 };
    await expect(bench.render(wrong)).rejects.toThrow();
    expect(bench.scratch()).toEqual([]);
    for await (const { key } of bench.store.list('')) expect(key).toMatch(/^originals\//);
  });
});

describe('an ffmpeg that', () => {
  let bench: Bench;
  const program = (script: string): string => {
    const path = bench.file(`ffmpeg-${script.replace(/\W/g, '').slice(0, 12)}`);
    writeFileSync(path, `#!/bin/sh\n${script}\n`);
    chmodSync(path, 0o755);
    return path;
  };
  const eachWork = async (tool: string): Promise<unknown[]> => {
    const other = await openBench(tool);
    await other.keep(long);
    const { signal } = new AbortController();
    const all: Promise<unknown>[] = [
      other.workshop.inspectFile(long),
      ...works.map(([, work]) => work(other.workshop, signal)),
    ];
    const thrown = await Promise.all(all.map((done) => done.catch((fault: unknown) => fault)));
    await other.remove();
    return thrown;
  };
  beforeAll(async () => {
    bench = await openBench('ffmpeg');
  });
  afterAll(() => bench.remove());

  test.each(['/nowhere/ffmpeg', 'no-such-ffmpeg'])(
    'is not there (%s) is told as such by every work',
    async (tool) => {
      for (const thrown of await eachWork(tool))
        expect(thrown).toMatchObject({
          code: 'ffmpeg-missing',
          hint: expect.stringContaining('FFMPEG_PATH'),
        });
    },
  );

  test('is killed for want of memory is never taken for a fault of the recording', async () => {
    for (const thrown of await eachWork(program('kill -9 $$')))
      expect(thrown).toMatchObject({
        code: 'ffmpeg-failed',
        message: expect.stringContaining('ended from outside'),
      });
  });

  test('finds the disk full says so', async () => {
    const [, , render] = await eachWork(
      program('echo "av_interleaved_write_frame(): No space left on device" >&2; exit 1'),
    );
    expect(render).toMatchObject({ code: 'disk-full' });
    expect(worthRetrying(render)).toBe(true);
  });

  test('writes without end is heard at its beginning and its end', async () => {
    const talkative = program('i=0; while [ $i -lt 5000 ]; do echo "line $i" >&2; i=$((i+1)); done');
    const { text } = await runFfmpeg({ program: talkative, inputs: [], options: [], output: '-' });
    const lines = text.split('\n').filter((line) => line !== '');
    expect(lines.length).toBeLessThanOrEqual(1500 + 200);
    expect(lines).toEqual(expect.arrayContaining(['line 0', 'line 4999']));
  });
});
