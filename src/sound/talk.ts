import type { Recipe } from '../show/recipe.ts';
import { routingOf } from './cleaning.ts';
import { type Passage, planPassages } from './cuts.ts';
import { planGain } from './leveller.ts';
import type { Routing } from './mixing.ts';
import type { MeasuredPart } from './part.ts';
import { readSpeech } from './speech.ts';
import { integratedOf, levelled, readTimeline } from './timeline.ts';

/** The talk, ready to be put on the master's line. */
export type Talk = Readonly<{
  /** What is kept of it, on its own line. */
  passages: readonly Passage[];
  routing: Routing;
  /** dB, ten points a second. */
  curve: Float32Array;
  /** LUFS behind the curve. */
  integrated: number;
  /** 1 where somebody speaks, ten points a second on the recording's line. */
  speech: Uint8Array;
}>;

export function prepareTalk({ hearing }: MeasuredPart, recipe: Recipe): Talk {
  const { cleaned } = readTimeline(hearing.timeline);
  const speech = readSpeech(cleaned);
  const curve = planGain(cleaned, speech, recipe.levelling);
  const passages = planPassages({ power: cleaned, speech, seconds: hearing.seconds, ...recipe.silence });
  return {
    passages,
    speech,
    curve,
    routing: routingOf(hearing.signal),
    integrated: loudnessOf(keptOf(levelled(cleaned, curve), passages)),
  };
}

/** LUFS at which the absolute gate of BS.1770 (-70) leaves parts of a soft talk out, and dB that bring it over that. */
const NEAR_GATE = -60;
const OVER_GATE = 50;

/** LUFS. A whisper is gated as it will be in the master, where it is as loud as any voice. */
function loudnessOf(power: Float32Array): number {
  const integrated = integratedOf(power);
  if (integrated > NEAR_GATE) return integrated;
  return integratedOf(power.map((level) => level + OVER_GATE)) - OVER_GATE;
}

/** The steps that lie in kept passages. */
function keptOf(power: Float32Array, passages: readonly Passage[]): Float32Array {
  const kept = passages.map(({ from, to }) => power.subarray(Math.round(from * 10), Math.round(to * 10)));
  const all = new Float32Array(kept.reduce((sum, piece) => sum + piece.length, 0));
  kept.reduce((at, piece) => {
    all.set(piece, at);
    return at + piece.length;
  }, 0);
  return all;
}
