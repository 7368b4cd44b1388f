import { RATE, type Sound } from './sound.ts';

/** Numbers between -1 and 1 that are the same in every run (mulberry32). */
export function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 31 - 1;
  };
}

/** Pink noise (Paul Kellet's economy filter) and brown noise (leaky sum) in equal parts, at about -20 dBFS. */
export function roomNoise(samples: number, seed: number): Sound {
  const next = chance(seed);
  let [low, middle, high, brown] = [0, 0, 0, 0];
  return new Float32Array(samples).map(() => {
    const white = next();
    low = 0.99765 * low + white * 0.099046;
    middle = 0.963 * middle + white * 0.2965164;
    high = 0.57 * high + white * 1.0526913;
    brown = 0.995 * brown + next() * 0.05;
    return (low + middle + high + white * 0.1848) * 0.04 + brown * 0.2;
  });
}

/** Second-order low pass (Robert Bristow-Johnson's cookbook, Q = 0.707). */
export function lowPass(sound: Sound, hertz: number): Sound {
  const turn = (2 * Math.PI * hertz) / RATE;
  const alpha = Math.sin(turn) / Math.SQRT2;
  const a0 = 1 + alpha;
  const b1 = (1 - Math.cos(turn)) / a0;
  const [a1, a2] = [(-2 * Math.cos(turn)) / a0, (1 - alpha) / a0];
  let [x1, x2, y1, y2] = [0, 0, 0, 0];
  return sound.map((x) => {
    const y = b1 * x1 + (b1 / 2) * (x + x2) - a1 * y1 - a2 * y2;
    [x2, x1, y2, y1] = [x1, x, y1, y];
    return y;
  });
}

/** Takes away what lies below: a voice through a phone has no floor. */
export function highPass(sound: Sound, hertz: number): Sound {
  const low = lowPass(sound, hertz);
  return sound.map((sample, i) => sample - (low[i] ?? 0));
}

type Hall = Readonly<{ wet: number; decay: number; spread?: number }>;

/** Schroeder's reverberator: four combs side by side, two all-passes in a row. The tail is cut at the end. */
export function reverberate(sound: Sound, { wet, decay, spread = 0 }: Hall): Sound {
  const tail = new Float32Array(sound.length);
  for (const delay of [0.0297, 0.0371, 0.0411, 0.0437]) {
    const samples = Math.round(delay * RATE) + spread;
    addComb(tail, sound, samples, 10 ** ((-3 * delay) / decay));
  }
  const diffuse = allPass(allPass(tail, 240 + spread), 82);
  return sound.map((sample, i) => sample * (1 - wet / 2) + (diffuse[i] ?? 0) * 0.25 * wet);
}

function addComb(into: Sound, sound: Sound, delay: number, feedback: number): void {
  const ring = new Float32Array(delay);
  let damped = 0;
  for (let i = 0; i < sound.length; i++) {
    const echo = ring[i % delay] ?? 0;
    damped = echo * 0.7 + damped * 0.3;
    ring[i % delay] = (sound[i] ?? 0) + damped * feedback;
    into[i] = (into[i] ?? 0) + echo;
  }
}

function allPass(sound: Sound, delay: number): Sound {
  const ring = new Float32Array(delay);
  return sound.map((sample, i) => {
    const echo = ring[i % delay] ?? 0;
    ring[i % delay] = sample + echo * 0.6;
    return echo - sample * 0.6;
  });
}
