import { levelOf, openCurve, STEPS_PER_SECOND } from './timeline.ts';

/** Where mains hum is heard: both mains' fundamentals with two overtones each, hertz. */
const HUM_LINES = [50, 100, 150, 60, 120, 180] as const;
/** All between, and 40 Hz: rumble that rises towards the deep must not pass for 50 Hz. */
const AROUND = [40, 70, 80, 90, 110, 130, 140, 160, 170] as const;
const HUM_FIGURES = HUM_LINES.length + 1;
/** Every line is a multiple, so a second may be laid in ten layers before anybody looks for lines. */
const GRID = 10;
/** About the rate to which sound is thinned out first, by means of neighbouring frames; 6000 Hz +-180 alias at -30 dB. */
const THIN_RATE = 6000;

export type HumListener = Readonly<{
  add(left: Float32Array, right: Float32Array, from: number, to: number): void;
  read(): Float32Array;
}>;

/** Levels of the lines within each second, under Hann's window: 2 Hz to either side still belong to a line. */
export function openHum(sampleRate: number): HumListener {
  const thinning = thinningOf(sampleRate);
  const perSecond = Math.round(sampleRate / thinning);
  const layers = new Float64Array(Math.round(perSecond / GRID));
  const window = Float64Array.from(
    { length: perSecond },
    (_, i) => 1 - Math.cos((2 * Math.PI * i) / perSecond),
  );
  const figures = openCurve();
  /** What is under way: a sum of frames, their number, and the place in the second. */
  const under = { sum: 0, frames: 0, at: 0 };

  function closeSecond(): void {
    // The window's mean is 1, and both channels were added: this makes the sum the RMS of a sine, squared.
    const scale = 2 / (2 * thinning * perSecond) ** 2;
    const energyAt = (hertz: number): number => goertzel(layers, hertz / GRID) * scale;
    for (const hertz of HUM_LINES) figures.push(levelOf(energyAt(hertz)));
    figures.push(levelOf(AROUND.reduce((total, hertz) => total + energyAt(hertz), 0) / AROUND.length));
    layers.fill(0);
  }

  function add(left: Float32Array, right: Float32Array, from: number, to: number): void {
    let { sum, frames, at } = under;
    for (let i = from; i < to; i += 1) {
      sum += (left[i] as number) + (right[i] as number);
      frames += 1;
      if (frames < thinning) continue;
      const layer = at % layers.length;
      layers[layer] = (layers[layer] as number) + sum * (window[at] as number);
      sum = 0;
      frames = 0;
      at = at + 1 === perSecond ? 0 : at + 1;
      if (at === 0) closeSecond();
    }
    under.sum = sum;
    under.frames = frames;
    under.at = at;
  }
  return { add, read: figures.read };
}

/** Frames that become one: as many as leave a whole number of values in a tenth of a second. */
function thinningOf(sampleRate: number): number {
  for (let frames = Math.floor(sampleRate / THIN_RATE); frames > 1; frames -= 1)
    if (sampleRate % (frames * GRID) === 0) return frames;
  return 1;
}

/** Goertzel's filter: the energy with which so many periods are in the samples. */
function goertzel(samples: Float64Array, periods: number): number {
  const turn = 2 * Math.cos((2 * Math.PI * periods) / samples.length);
  let last = 0;
  let older = 0;
  for (let i = 0; i < samples.length; i += 1) {
    const value = (samples[i] as number) + turn * last - older;
    older = last;
    last = value;
  }
  return last * last + older * older - turn * last * older;
}

/** Mains hum: level in dBFS (RMS, overtones included), prominence of its strongest line in dB over what lies around. */
export type Hum = Readonly<{ hertz: 50 | 60; level: number; prominence: number }>;

/** White noise reaches 10 dB in one second of ten thousand, and in the middle of several never. */
const LEAST_PROMINENCE = 10;
/** dBFS; softer hum stays unheard even behind the strongest levelling. */
const SOFTEST_HUM = -90;
/** LUFS; softer is digital silence, where a gate or an editor took the hum away. */
const DIGITAL_SILENCE = -100;
/** dB between the quartiles of its clearest line; mains are the same all the time, and a voice in every second another. */
const STEADY = 3;
const FEWEST_SECONDS = 5;
/** Whole seconds; in less, all of them may hold a voice, whose pitch would pass for hum. */
const SHORTEST_SOUND = 8;

/**
 * Looks for hum in the quietest fifth of the seconds, where nobody speaks: a deep voice has lines at 100 and 120 Hz too.
 * Such a voice moves, so the middle (median) of the seconds counts and not their mean; and where a voice never rests, it is
 * told from hum by not being steady.
 */
export function findHum(figures: Float32Array, power: Float32Array): Hum | null {
  const seconds = quietSeconds(figures.length / HUM_FIGURES, power);
  if (seconds.length === 0 || figures.length < SHORTEST_SOUND * HUM_FIGURES) return null;
  const levels = (figure: number): number[] =>
    seconds.map((second) => figures[second * HUM_FIGURES + figure] as number);
  const level = (figure: number): number => medianOf(levels(figure));
  const around = level(HUM_LINES.length);
  const heard = ([50, 60] as const).map((hertz, mains): Hum => {
    const lines = [0, 1, 2].map((overtone) => level(3 * mains + overtone));
    const energy = lines.reduce((total, dB) => total + 10 ** (dB / 10), 0);
    const clearest = lines.indexOf(Math.max(...lines));
    const isSteady = spreadOf(levels(3 * mains + clearest)) <= STEADY;
    return { hertz, level: levelOf(energy), prominence: isSteady ? Math.max(...lines) - around : 0 };
  }) as [Hum, Hum];
  const clearest = heard[1].prominence > heard[0].prominence ? heard[1] : heard[0];
  return clearest.prominence >= LEAST_PROMINENCE && clearest.level >= SOFTEST_HUM ? clearest : null;
}

function quietSeconds(count: number, power: Float32Array): number[] {
  const loudness = Array.from({ length: count }, (_, second) =>
    loudestOf(power.subarray(second * STEPS_PER_SECOND, (second + 1) * STEPS_PER_SECOND)),
  );
  const sounding = [...loudness.keys()].filter((second) => (loudness[second] as number) > DIGITAL_SILENCE);
  sounding.sort((one, other) => (loudness[one] as number) - (loudness[other] as number));
  return sounding.slice(0, Math.max(FEWEST_SECONDS, Math.ceil(sounding.length / 5)));
}

const loudestOf = (power: Float32Array): number =>
  power.reduce((most, dB) => Math.max(most, dB), DIGITAL_SILENCE);

/** From the first quartile to the third. */
function spreadOf(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const at = (part: number): number => sorted[Math.round(part * (sorted.length - 1))] as number;
  return at(0.75) - at(0.25);
}

const medianOf = (values: readonly number[]): number =>
  [...values].sort((one, other) => one - other)[values.length >> 1] as number;
