import { openMeter, type Stretch, signalOf } from '../../src/sound/meter.ts';

/** Sounds of known level, and a meter that listens to them. */
export const RATE = 48_000;

export type Sound = readonly Float32Array[];
export const framesOf = (sound: Sound): number => sound[0]?.length ?? 0;
export const part = (sound: Sound, from: number, to: number): Sound =>
  sound.map((channel) => channel.subarray(from, to));
export const both = (channel: Float32Array): Sound => [channel, channel];

export function listen(sound: Sound, { rate = RATE, block = 10_000, before = [] as Sound } = {}): Stretch {
  const meter = openMeter({ sampleRate: rate, channels: sound.length as 1 | 2 });
  if (before.length > 0) meter.leadIn(before, framesOf(before));
  for (let at = 0; at < framesOf(sound); at += block) {
    const piece = part(sound, at, Math.min(framesOf(sound), at + block));
    meter.add(piece, framesOf(piece));
  }
  return meter.end();
}
export const signal = (sound: Sound) => signalOf(listen(sound), sound.length as 1 | 2);

type Tone = Readonly<{ seconds: number; dBFS?: number; hertz?: number; rate?: number }>;
export function sine({ seconds, dBFS = 0, hertz = 1000, rate = RATE }: Tone): Float32Array {
  const peak = 10 ** (dBFS / 20);
  const turn = (2 * Math.PI * hertz) / rate;
  return Float32Array.from({ length: Math.round(seconds * rate) }, (_, i) => peak * Math.sin(turn * i));
}

/** Even noise with this RMS, always the same. */
export function noise({
  seconds,
  dBFS = -20,
  seed = 1,
  rate = RATE,
}: Tone & { seed?: number }): Float32Array {
  const scale = Math.sqrt(3) * 10 ** (dBFS / 20);
  let state = seed;
  return Float32Array.from({ length: Math.round(seconds * rate) }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return scale * (state / 2 ** 31 - 1);
  });
}

export const sum = (...sounds: readonly Float32Array[]): Float32Array =>
  (sounds[0] as Float32Array).map((_, i) => sounds.reduce((total, sound) => total + (sound[i] as number), 0));
