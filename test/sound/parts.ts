import { podcastRecipe, type Recipe } from '../../src/show/recipe.ts';
import { untreated } from '../../src/sound/cleaning.ts';
import type { Hearing } from '../../src/sound/hearing.ts';
import { shapeOf } from '../../src/sound/loudness.ts';
import { sampleRateFor } from '../../src/sound/mastering.ts';
import type { SignalFacts } from '../../src/sound/meter.ts';
import type { MeasuredPart, Role } from '../../src/sound/part.ts';
import { integratedOf, printTimeline, rangeOf, STEPS_PER_SECOND } from '../../src/sound/timeline.ts';

/** Measured parts for plans, of given loudness and length. */
export const recipe: Recipe = podcastRecipe;

type Said = Readonly<{
  seconds?: number;
  /** LUFS, steady. */
  integrated?: number;
  /** dB over the loudness of each step. */
  crest?: number;
  channels?: number;
  sampleRate?: number;
  signal?: Partial<SignalFacts>;
}>;

/** A sound that is equally loud from beginning to end; so low that the limiter has nothing to do, unless said. */
export function hearingOf({
  seconds = 60,
  integrated = -20,
  crest = 8,
  channels = 2,
  ...said
}: Said = {}): Hearing {
  const steps = Math.floor(seconds * STEPS_PER_SECOND + 1e-6);
  const power = new Float32Array(steps).fill(integrated);
  const timeline = { power, cleaned: power, peak: power.map((level) => level + crest) };
  const sampleRate = sampleRateFor(said.sampleRate ?? 48_000);
  return {
    loudness: { integrated: integratedOf(power), range: rangeOf(power), truePeak: integrated + crest },
    seconds,
    frames: Math.round(seconds * sampleRate),
    brokenOff: false,
    timeline: printTimeline(timeline),
    signal: {
      level: shapeOf(channels) === 'mono' ? [integrated] : [integrated, integrated],
      correlation: shapeOf(channels) === 'mono' ? 1 : 0.5,
      offset: shapeOf(channels) === 'mono' ? [0] : [0, 0],
      clipped: 0,
      broken: 0,
      hum: null,
      ...said.signal,
    },
  };
}

export function measured(role: Role, said: Said = {}): MeasuredPart {
  const { seconds = 60, channels = 2, sampleRate = 48_000 } = said;
  return {
    role,
    source: { key: `originals/${role}.wav`, sha256: role.padEnd(64, '0') },
    inspection: { container: 'wav', codec: 'pcm_s16le', sampleRate, channels, seconds },
    hearing: hearingOf(said),
    treatment: untreated,
  };
}
