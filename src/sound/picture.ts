import { printClock, printLength } from '../show/time.ts';
import { scaleOfLoudness } from './axis.ts';
import { placeFlags, printFlags, printPoles } from './picture-chapters.ts';
import { printBand, printFrame, printStretches } from './picture-frame.ts';
import { type HeardGain, hearGain, printGainCurve } from './picture-gain.ts';
import { bedsOf, bumpersOf, cutsOf, type Stretch } from './picture-stretches.ts';
import { printLevelNames, printSound, type Sound } from './picture-waveform.ts';
import type { ReportFacts } from './report-facts.ts';
import { printCuts, printDecibels, printGain } from './report-words.ts';

/** Points. */
const WAVEFORM = 190;
const GAIN = 96;

const HATCH =
  '<svg class="hatch" width="0" height="0" aria-hidden="true"><defs>' +
  '<pattern id="sound-cut" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">' +
  '<path d="M0 3H6"/></pattern><linearGradient id="sound-veil"><stop class="clear" offset="0"/><stop offset="1"/></linearGradient>' +
  '</defs></svg>';

/**
 * What became of a sound, as pictures over time: as recorded, the gain, as mastered. Colours and sizes stand in
 * `pictureStyle`, since the studio's pages allow no style of their own.
 */
export function printPictures(facts: ReportFacts): string {
  return `<div class="sound">${HATCH}${printBefore(facts)}${printGainPicture(facts)}${printAfter(facts)}</div>`;
}

function printBefore(facts: ReportFacts): string {
  const cuts = cutsOf(facts);
  const sound = placeSound(facts, { ...facts.before, seconds: facts.recording.seconds });
  const words = saySound(sound);
  const picture = printFrame({
    ...sound,
    unit: 'LUFS',
    id: 'sound-before',
    title: 'The recording: waveform and short-term loudness',
    description: `${words} ${printCuts(cuts)}`,
    content: [
      ...printSound(sound, facts),
      printStretches(cuts, sound, 'cut'),
      printLevelNames(sound, facts.target),
    ],
  });
  return printFigure({ name: 'As recorded', words, keys: [...soundKeys, ...keysOf('cut', cuts)], picture });
}

function printGainPicture({ gain, ...facts }: ReportFacts): string {
  const cuts = cutsOf({ gain, ...facts });
  const heard = hearGain(gain, cuts);
  const line = { seconds: lasting(facts.recording.seconds), height: GAIN };
  const words = `${sayGain(heard)} ${printCuts(cuts)}`;
  const picture = printFrame({
    ...line,
    scale: heard.scale,
    unit: 'dB',
    id: 'sound-gain',
    title: 'The gain given to the recording',
    description: words,
    content: [printGainCurve(heard, line), printStretches(cuts, line, 'cut')],
  });
  return printFigure({ name: 'What was done', words, keys: ['gain', ...keysOf('cut', cuts)], picture });
}

function printAfter(facts: ReportFacts): string {
  const [flags, bumpers, beds] = [placeFlags(facts), bumpersOf(facts), bedsOf(facts)];
  const sound = placeSound(facts, facts.after);
  const words = saySound(sound);
  const frame = printFrame({
    ...sound,
    unit: 'LUFS',
    id: 'sound-after',
    title: 'The master: waveform and short-term loudness',
    description: [words, ...beds.map(sayBed), sayChapters(facts)].join(' '),
    content: [
      printStretches(bumpers, sound, 'bumper'),
      ...printSound(sound, facts),
      beds.map((bed) => printBand(bed, sound, 'bed')).join(''),
      printPoles(flags, sound.height),
      printLevelNames(sound, facts.target),
    ],
  });
  const keys = [...soundKeys, ...keysOf('bumper', bumpers), ...keysOf('bed', beds)];
  return printFigure({ name: 'As mastered', words, keys, picture: printFlags(flags) + frame });
}

/** Before and after stand on one axis, so that eyes can compare. */
function placeSound(
  { before, after, target }: ReportFacts,
  { timeline, loudness, seconds }: Pick<Sound, 'timeline' | 'loudness' | 'seconds'>,
): Sound {
  const softest = Math.min(before.loudness.integrated, after.loudness.integrated, target.integrated);
  const scale = scaleOfLoudness(softest);
  return { timeline, loudness, scale, seconds: lasting(seconds), height: WAVEFORM };
}

/** A line of no length has no places. */
const lasting = (seconds: number): number => Math.max(0.1, seconds);

/** Everything that is drawn, in words. */
const keys = {
  wave: 'waveform',
  loud: 'loudness over 3 s',
  mean: 'overall',
  band: 'target',
  cut: 'cut out',
  gain: 'gain',
  bumper: 'intro and outro',
  bed: 'bed of music',
} as const;
type Key = keyof typeof keys;
const soundKeys: readonly Key[] = ['wave', 'loud', 'mean', 'band'];
const lines: readonly Key[] = ['loud', 'mean', 'gain'];

const keysOf = (key: Key, stretches: readonly unknown[]): readonly Key[] =>
  stretches.length > 0 ? [key] : [];

type Figure = Readonly<{ name: string; words: string; keys: readonly Key[]; picture: string }>;

function printFigure({ name, words, keys: shown, picture }: Figure): string {
  const items = shown.map((key) => `<li>${printSwatch(key)}${keys[key]}</li>`).join('');
  return `<figure><figcaption><h3>${name}</h3><p>${words}</p></figcaption><ul class="key">${items}</ul>${picture}</figure>`;
}

function printSwatch(key: Key): string {
  const shape = lines.includes(key) ? 'M1 6H21' : 'M1 1H21V11H1z';
  return `<svg width="22" height="12" aria-hidden="true"><g class="${key}"><path class="${key}" d="${shape}"/></g></svg>`;
}

const saySound = ({ seconds, loudness: { integrated, range } }: Sound): string =>
  `${printLength(seconds)} long, ${printDecibels(integrated)}\u00a0LUFS overall, range ${printDecibels(range)}\u00a0LU.`;

function sayGain({ gain, lowest, highest }: HeardGain): string {
  if (gain.length === 0) return 'No gain curve.';
  if (highest - lowest < 0.05) return `${printGain(highest)}\u00a0dB throughout.`;
  return `Between ${printGain(lowest)} and ${printGain(highest)}\u00a0dB.`;
}

const sayBed = ({ from, to }: Stretch): string =>
  `A bed of music from ${printClock(from)} to ${printClock(to)}.`;

const sayChapters = ({ chapters }: ReportFacts): string =>
  chapters.length === 0 ? 'No chapters.' : `Chapters: ${chapters.map(({ title }) => title).join('; ')}.`;
