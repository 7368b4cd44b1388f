import { podcastRecipe, type Recipe } from '../../src/show/recipe.ts';
import type { MeasuredPart, Role } from '../../src/sound/mastering.ts';

/** Measured parts for plans, of given loudness and length. */
export const recipe: Recipe = podcastRecipe;

type Said = Readonly<{
  seconds?: number;
  integrated?: number;
  truePeak?: number;
  channels?: number;
  sampleRate?: number;
}>;
/** So low that the limiter has nothing to do, unless a test says otherwise. */
const QUIET_PEAK = -30;

export function measured(role: Role, said: Said = {}): MeasuredPart {
  const { seconds = 60, integrated = -20, truePeak = QUIET_PEAK, channels = 2, sampleRate = 48000 } = said;
  return {
    role,
    source: { key: `originals/${role}.wav`, sha256: role.padEnd(64, '0') },
    inspection: { container: 'wav', codec: 'pcm_s16le', sampleRate, channels, seconds },
    report: { loudness: { integrated, range: 4, truePeak }, seconds, brokenOff: false },
  };
}
