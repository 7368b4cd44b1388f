/** Ticks of the time axis, seconds. A finer one is left out where the picture is narrow. */
export type Tick = Readonly<{ at: number; fine: boolean }>;

const MINUTE = 60;
const HOUR = 3600;
const timeSteps = [1, 2, 5, 10, 15, 30, MINUTE, 120, 300, 600, 900, 1800, HOUR, 7200, 6 * HOUR, 24 * HOUR];
/** As many as find room, with labels such as 1:20:00, on a desk and on a phone. */
const MOST_TICKS = 12;
const FEW_TICKS = 4;

export function planTicks(seconds: number): readonly Tick[] {
  const step = timeStep(seconds, MOST_TICKS, 1);
  const coarse = timeStep(seconds, FEW_TICKS, step);
  return Array.from({ length: Math.floor(seconds / step) + 1 }, (_, i) => i * step).map((at) => ({
    at,
    fine: at % coarse !== 0,
  }));
}

const timeStep = (seconds: number, most: number, unit: number): number =>
  timeSteps.find((step) => step % unit === 0 && seconds / step <= most) ?? 24 * HOUR;

/** An axis of decibels, from the top of a picture to its bottom. */
export type Scale = Readonly<{ top: number; bottom: number; ticks: readonly number[] }>;

/** Share of the height, from the top. */
export const placeOn = ({ top, bottom }: Scale, dB: number): number => (top - dB) / (top - bottom);

const LEAST_DEPTH = -48;
/** How far below the mean speech still tells something. */
const DEPTH = 18;

/** One axis for before and after, deep enough for the softer of both. */
export function scaleOfLoudness(softest: number): Scale {
  const bottom = Math.max(-96, Math.min(LEAST_DEPTH, Math.floor((softest - DEPTH) / 12) * 12));
  return scaleBetween(0, bottom, 12);
}

/** From cut to boost, zero always within. */
export function scaleOfGain(lowest: number, highest: number): Scale {
  const step = Math.max(0, highest) - Math.min(0, lowest) > 24 ? 12 : 6;
  return scaleBetween(
    Math.max(step, Math.ceil(highest / step) * step),
    Math.min(0, Math.floor(lowest / step) * step),
    step,
  );
}

function scaleBetween(top: number, bottom: number, step: number): Scale {
  const ticks = Array.from({ length: Math.round((top - bottom) / step) + 1 }, (_, i) => top - i * step);
  return { top, bottom, ticks };
}
