import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MadeFile } from '../../src/production/orders.ts';
import type { MasteringPlan } from '../../src/sound/mastering.ts';
import { ffmpeg, hear, makeSpeech } from '../sounds.ts';
import { type Bench, openBench, sha256Of } from './bench.ts';
import { readFirstFrame } from './mp3.ts';
import { decode, difference, reachOf } from './samples.ts';
import { withEachFfmpeg } from './tools.ts';

const folder = mkdtempSync(join(tmpdir(), 'corridor-sounds-'));
const sound = (name: string): string => join(folder, name);

async function make(name: string, source: string, words: readonly string[] = []): Promise<string> {
  await ffmpeg(['-f', 'lavfi', '-i', source, ...words, sound(name)]);
  return sound(name);
}

const tone = (hertz: number, seconds: number, rate = 48_000): string =>
  `sine=frequency=${hertz}:sample_rate=${rate}:duration=${seconds}`;

/** A soft hum with a crack ten times a second, 34 dB above it. */
const cracks =
  "aevalsrc='0.02*sin(2*PI*440*t)+0.98*lt(mod(t,0.1),0.002)*sin(2*PI*7000*t)':s=48000:d=4,aformat=channel_layouts=mono";

beforeAll(async () => {
  await Promise.all([
    makeSpeech(sound('speech.wav'), { seconds: 5 }),
    make('intro.wav', tone(500, 3), ['-ac', '2']),
    make('talk.wav', tone(2000, 5), ['-ac', '2']),
    make('outro.wav', tone(4000, 3), ['-ac', '1']),
    make('stereo.wav', 'aevalsrc=0.1*sin(2*PI*300*t)|0.1*sin(2*PI*900*t):s=48000:d=2'),
    make('cracks.wav', cracks),
  ]);
});
afterAll(() => rmSync(folder, { recursive: true }));

withEachFfmpeg(({ program }) => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await openBench(program);
  });
  afterAll(() => bench.remove());

  describe('a talk with intro and outro', () => {
    let plan: MasteringPlan;
    let made: MadeFile;
    beforeAll(async () => {
      plan = await bench.plan({
        intro: sound('intro.wav'),
        talk: sound('talk.wav'),
        outro: sound('outro.wav'),
      });
      made = await bench.render(plan);
    });

    test('is as loud as podcast apps want it', async () => {
      const heard = await hear(bench.pathOf(made));
      expect(Math.abs(heard.integrated + 16)).toBeLessThanOrEqual(0.5);
      expect(heard.truePeak).toBeLessThanOrEqual(-1);
    });

    test('says what it is: its bytes and their hash', () => {
      const path = bench.pathOf(made);
      expect(made).toMatchObject({ bytes: statSync(path).size, sha256: sha256Of(path) });
    });

    test('fades one part into the next where the plan says, for as long as the plan says', async () => {
      const samples = await decode(bench.pathOf(made));
      const [intro, talk, outro] = [500, 2000, 4000].map((hertz) => reachOf(samples, hertz, 0.004));
      expect(plan.mix.clips.map(({ at }) => at / plan.mix.sampleRate)).toEqual([0, 2.25, 6.5]);
      expect(Math.abs((talk?.first ?? 0) - plan.talkStartsAt)).toBeLessThan(0.06);
      expect(Math.abs((intro?.last ?? 0) - 3)).toBeLessThan(0.06);
      expect(Math.abs((outro?.first ?? 0) - (plan.talkStartsAt + 5 - 0.75))).toBeLessThan(0.06);
      expect(Math.abs((talk?.last ?? 0) - (plan.talkStartsAt + 5))).toBeLessThan(0.06);
    });

    test('has a header that lets players seek and cut the gaps, so that the length is right to 30 ms', async () => {
      const { xing, ...frame } = readFirstFrame(bench.pathOf(made));
      expect(frame).toEqual({ bitrate: 128, sampleRate: 48_000, mode: 'joint' });
      expect(xing).toMatchObject({ name: 'Info' });
      const { frames = 0, delay = 0, padding = 0 } = xing ?? {};
      expect(Math.abs((frames * 1152 - delay - padding) / 48_000 - plan.seconds)).toBeLessThan(0.03);
      expect(Math.abs((await decode(bench.pathOf(made))).seconds - plan.seconds)).toBeLessThan(0.03);
    });

    test('comes out the same, byte for byte, when it is made again elsewhere', async () => {
      const other = await openBench(program);
      for (const part of ['intro', 'talk', 'outro']) await other.keep(sound(`${part}.wav`));
      const again = await other.render(plan);
      await other.remove();
      expect(again).toEqual(made);
    });
  });

  test('one microphone becomes two equal channels, at the smaller rate', async () => {
    const made = await bench.render(await bench.plan({ talk: sound('speech.wav') }));
    const samples = await decode(bench.pathOf(made), 44_100);
    expect(difference(samples)).toBe(0);
    expect(Math.max(...samples.left.subarray(0, 100_000))).toBeGreaterThan(0.05);
    expect(readFirstFrame(bench.pathOf(made))).toMatchObject({
      bitrate: 96,
      sampleRate: 44_100,
      mode: 'joint',
    });
    expect(Math.abs((await hear(bench.pathOf(made))).integrated + 16)).toBeLessThanOrEqual(1);
  });

  test('two microphones stay two', async () => {
    const made = await bench.render(await bench.plan({ talk: sound('stereo.wav') }));
    const samples = await decode(bench.pathOf(made));
    expect(difference(samples)).toBeGreaterThan(0.1);
    expect(reachOf(samples, 900, 0.02)).toEqual({ first: Number.NaN, last: Number.NaN });
  });

  test('a stereo intro of a mono show becomes two equal channels', async () => {
    const made = await bench.render(
      await bench.plan({ intro: sound('stereo.wav'), talk: sound('speech.wav') }),
    );
    expect(difference(await decode(bench.pathOf(made)))).toBe(0);
  });

  test('peaks far above the speech are held', async () => {
    const plan = await bench.plan({ talk: sound('cracks.wav') });
    const loud = plan.mix.clips.map((clip) => ({ ...clip, gain: 12 }));
    const made = await bench.render({ ...plan, mix: { ...plan.mix, clips: loud } });
    expect((await hear(bench.pathOf(made))).truePeak).toBeLessThanOrEqual(-1);
  });

  test('nothing is left in the scratch folder', () => {
    expect(bench.scratch()).toEqual([]);
  });
});
