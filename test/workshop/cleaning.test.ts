import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { printCleaning, type Treatment, untreated } from '../../src/sound/cleaning.ts';
import { openMeter } from '../../src/sound/meter.ts';
import { type Ffmpeg, withEachFfmpeg } from './tools.ts';

const RATE = 48_000;
const SECONDS = 12;
const FRAMES = SECONDS * RATE;

/** Numbers that look random and are the same every time (Park and Miller). */
function openDice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 1_073_741_823.5 - 1;
  };
}

/** A resonance of the mouth: two poles at so many hertz. */
function openFormant(hertz: number, width: number): (input: number) => number {
  const radius = Math.exp((-Math.PI * width) / RATE);
  const turn = 2 * radius * Math.cos((2 * Math.PI * hertz) / RATE);
  let [last, older] = [0, 0];
  return (input) => {
    [last, older] = [input + turn * last - radius * radius * older, last];
    return (last - older) * 0.1;
  };
}

/** Seconds of speech and of the pause that follows. */
const PHRASE = 2;
const PAUSE = 1;
const speaks = (seconds: number): boolean => seconds % (PHRASE + PAUSE) >= PAUSE;

/** Somebody talks: a gliding pitch through three formants in syllables, hisses between them; loudest sample 1. */
function makeVoice(): Float32Array {
  const dice = openDice(7);
  const formants = [openFormant(600, 80), openFormant(1300, 100), openFormant(2600, 160)];
  const hiss = openFormant(5500, 1500);
  let phase = 0;
  const voice = Float32Array.from({ length: FRAMES }, (_, i) => {
    const now = i / RATE;
    phase += (120 + 25 * Math.sin(2.1 * now) + 8 * Math.sin(17 * now)) / RATE;
    phase -= Math.floor(phase);
    // The glottis opens slowly and closes fast.
    const pulse = phase < 0.6 ? Math.sin(Math.PI * (phase / 0.6) ** 2) ** 2 : 0;
    const syllable = Math.sin(Math.PI * 4 * now) ** 2;
    const voiced = formants.reduce((sum, formant) => sum + formant(pulse), 0) * syllable;
    const loudness = speaks(now) ? 1 : 0;
    return loudness * (voiced + hiss(0.02 * dice() * (1 - syllable) ** 4));
  });
  const peak = voice.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return voice.map((value) => value / peak);
}

/** Noise that falls by 3 dB an octave (Kellet's filter), as a room's does, or white noise. */
function makeNoise(colour: 'pink' | 'white'): Float32Array {
  const dice = openDice(11);
  let [a, b, c] = [0, 0, 0];
  return Float32Array.from({ length: FRAMES }, () => {
    const white = dice();
    a = 0.99765 * a + 0.099046 * white;
    b = 0.963 * b + 0.2965164 * white;
    c = 0.57 * c + 1.0526913 * white;
    return colour === 'white' ? white : a + b + c + 0.1848 * white;
  });
}

const sum = (one: Float32Array, other: Float32Array): Float32Array =>
  one.map((value, i) => value + (other[i] as number));
const scaled = (sound: Float32Array, dB: number): Float32Array =>
  sound.map((value) => value * 10 ** (dB / 20));

/** LUFS while somebody speaks and in the middle of the pauses. */
function listen(sound: Float32Array): { speech: number; noise: number } {
  const meter = openMeter({ sampleRate: RATE, channels: 1 });
  meter.add([sound], sound.length);
  const steps = [...meter.end().timeline.power].slice(0, SECONDS * 10);
  const levelWhere = (where: (seconds: number) => boolean): number => {
    const chosen = steps.filter((_, i) => where(i / 10 + 0.05));
    return 10 * Math.log10(chosen.reduce((all, dB) => all + 10 ** (dB / 10), 0) / chosen.length);
  };
  const isInPause = (seconds: number): boolean => [-0.3, 0, 0.3].every((apart) => !speaks(seconds + apart));
  return { speech: levelWhere(speaks), noise: levelWhere(isInPause) };
}

function treat({ program }: Ffmpeg, sound: Float32Array, treatment: Treatment): Float32Array {
  const raw = ['-f', 'f32le', '-ar', String(RATE), '-ac', '1'];
  const words = [...raw, '-i', '-', '-af', printCleaning(treatment), ...raw, '-'];
  const bytes = execFileSync(program, ['-hide_banner', '-loglevel', 'error', ...words], {
    input: Buffer.from(sound.buffer),
    maxBuffer: 8 * FRAMES,
  });
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

/** By how many milliseconds a sound is behind another: where the two fit best. */
function delayOf(sound: Float32Array, before: Float32Array): number {
  const fits = Array.from({ length: 101 }, (_, i) => i - 50).map((ms) => {
    let fit = 0;
    for (let at = 2 * RATE; at < 3 * RATE; at += 1)
      fit += (before[at] as number) * (sound[at + (ms * RATE) / 1000] as number);
    return { ms, fit };
  });
  return fits.reduce((best, next) => (next.fit > best.fit ? next : best)).ms;
}

/** dB by which what is left of a line has fallen behind the first two seconds. */
function fallOf(after: Float32Array, before: Float32Array, hertz: number): number {
  const level = (sound: Float32Array): number => {
    let [real, imaginary] = [0, 0];
    for (let i = 2 * RATE; i < SECONDS * RATE; i += 1) {
      const turn = (2 * Math.PI * hertz * i) / RATE;
      real += (sound[i] as number) * Math.cos(turn);
      imaginary += (sound[i] as number) * Math.sin(turn);
    }
    return 20 * Math.log10(Math.hypot(real, imaginary));
  };
  return level(before) - level(after);
}

/** dB by which a sound stands over its difference from how it should be. */
function fidelityOf(sound: Float32Array, wanted: Float32Array): number {
  const energy = (values: Float32Array): number => values.reduce((all, value) => all + value * value, 0);
  return 10 * Math.log10(energy(wanted) / energy(wanted.map((value, i) => value - (sound[i] as number))));
}

const voice = scaled(makeVoice(), -6);
const { speech } = listen(voice);

/** A noise so many dB under the voice. */
function under(colour: 'pink' | 'white', dB: number): Float32Array {
  const noise = makeNoise(colour);
  return scaled(noise, speech - dB - listen(noise).noise);
}

withEachFfmpeg((ffmpeg) => {
  const treatment = { ...untreated, noise: 12, noiseFloor: speech - 15 };

  test.each(['pink', 'white'] as const)('%s noise goes, the voice stays', (colour) => {
    const noisy = sum(voice, under(colour, 15));
    const before = listen(noisy);
    const after = listen(treat(ffmpeg, noisy, treatment));
    expect(before.noise - after.noise).toBeGreaterThan(6);
    expect(before.noise - after.noise).toBeLessThan(13);
    expect(Math.abs(before.speech - after.speech)).toBeLessThan(1);
  });

  test('a denoised sound is as long as before, whole, and in time', () => {
    const noisy = sum(voice, under('pink', 15));
    const treated = treat(ffmpeg, noisy, treatment);
    expect(treated.length / RATE).toBeGreaterThanOrEqual(SECONDS);
    expect(treated.length / RATE).toBeLessThan(SECONDS + 0.05);
    expect(delayOf(treated, voice)).toBeGreaterThanOrEqual(0);
    expect(delayOf(treated, voice)).toBeLessThanOrEqual(25);
  });

  test('hum goes with its overtones, also where the mains stray, and the voice stays', () => {
    const lines = [1, 2, 3, 6].map((overtone) => 50.02 * overtone);
    const hum = Float32Array.from({ length: FRAMES }, (_, i) =>
      lines.reduce((all, hertz) => all + 0.01 * Math.sin((2 * Math.PI * hertz * i) / RATE), 0),
    );
    const treated = treat(ffmpeg, hum, { ...untreated, hum: 50 });
    for (const hertz of lines) expect(fallOf(treated, hum, hertz)).toBeGreaterThan(20);
    const heard = treat(ffmpeg, voice, { ...untreated, hum: 50 });
    expect(Math.abs(listen(heard).speech - speech)).toBeLessThan(0.5);
    expect(heard).toHaveLength(FRAMES);
  });

  test('clipped peaks are drawn anew, and nothing else is touched', () => {
    const loud = scaled(voice, 9);
    const clipped = loud.map((value) => Math.max(-1, Math.min(1, value)));
    const treated = treat(ffmpeg, clipped, { ...untreated, clicks: true });
    expect(treated).toHaveLength(FRAMES);
    expect(fidelityOf(treated, loud)).toBeGreaterThan(fidelityOf(clipped, loud) + 3);
    const quiet = clipped.map((value, i) => (Math.abs(value) < 0.5 ? value - (treated[i] as number) : 0));
    expect(quiet.every((value) => Math.abs(value) < 1e-6)).toBe(true);
  });

  test('samples that are no number silence nothing behind them', () => {
    const broken = voice.map((value, i) => (i === RATE ? Number.NaN : i === RATE + 9 ? Infinity : value));
    const treated = treat(ffmpeg, broken, { hum: 60, noise: 6, noiseFloor: -60, clicks: true, broken: true });
    expect(treated.every(Number.isFinite)).toBe(true);
    expect(Math.abs(listen(treated).speech - speech)).toBeLessThan(0.5);
  });

  test('silence stays silence', () => {
    const treated = treat(ffmpeg, new Float32Array(RATE), {
      hum: 50,
      noise: 12,
      noiseFloor: -80,
      clicks: true,
    });
    expect(treated.every((value) => Math.abs(value) < 1e-9)).toBe(true);
  });
});
