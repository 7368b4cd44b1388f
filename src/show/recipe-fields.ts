import { z } from '../zod.ts';
import { choice, figure, figureOrNull, flag, part, wants } from './field.ts';
import { podcastRecipe } from './recipe.ts';

/**
 * What may stand in a recipe's file: every field with its range, its default, and the sentence that people read.
 * `templates/recipes/recipe.schema.json` and the table in `docs/recipes.md` are printed from it.
 */
const { target, levelling, cleaning, silence, assembly, formats } = podcastRecipe;

const targetFields = part({
  integrated: figure('Loudness of the whole file', 'LUFS', [-40, -8], target.integrated),
  tolerance: figure('How far from that the finished file may be', 'LU', [0.1, 1], target.tolerance),
  truePeak: figure('The highest peak of the finished file', 'dBTP', [-9, 0], target.truePeak),
});

const measured = ['auto', 'on', 'off'] as const;
const cleaningFields = part({
  hum: choice('Takes out the hum of the mains, 50 or 60 Hz and what lies above.', measured, cleaning.hum),
  noise: choice('Lowers steady noise, such as a fan or a full hall.', measured, cleaning.noise),
  clicks: choice('Mends clicks, and peaks that the recorder cut off.', measured, cleaning.clicks),
});

const silenceFields = part({
  trim: flag('Takes away dead air before the first word and after the last.', silence.trim),
  longestPause: figureOrNull(
    'Longer pauses are shortened to this, in seconds; null keeps every pause.',
    'seconds',
    [0.5, 60],
    silence.longestPause,
  ),
});

const bedFields = part({
  level: figure('How far the music lies under the talk', 'dB', [0, 60], assembly.bed.level),
  duck: figure('How much further it goes down while somebody speaks', 'dB', [0, 60], assembly.bed.duck),
  seconds: figure('How long it plays from the first word on', 'seconds', [0, 600], assembly.bed.seconds),
});

const assemblyFields = part({
  overlap: figure('How long bumper and talk sound together', 'seconds', [0, 30], assembly.overlap),
  fade: figure('How long a bumper fades there; at least for the overlap', 'seconds', [0, 30], assembly.fade),
  bed: bedFields.prefault({}).describe('Music under the first words, where a show has some.'),
});

/** All that MPEG-1 layer III knows, which is MP3 at 44.1 and 48 kHz. */
const MP3_BITRATES = [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320] as const;
const mp3Bitrate = (says: string) =>
  z.literal(MP3_BITRATES, wants(`one of ${MP3_BITRATES.join(', ')} (kbit/s)`)).describe(says);

const mp3Fields = part({
  bitrate: part({
    stereo: mp3Bitrate('For a stereo recording, in kbit/s.').default(128),
    mono: mp3Bitrate('For a mono recording, in kbit/s.').default(96),
  }).prefault({}),
  channels: choice(
    'joint-stereo writes a mono recording as two equal channels, so that every meter agrees; mono writes it as one.',
    ['joint-stereo', 'mono'],
    formats.mp3.channels,
  ),
});

function furtherFormat(says: string, from: number, to: number) {
  const wish = wants(`a whole number from ${from} to ${to} (kbit/s)`);
  const bitrate = z.int(wish).min(from, wish).max(to, wish).describe('In kbit/s.');
  const either = wants(`false, or {"bitrate": N} with a whole number N from ${from} to ${to} (kbit/s)`);
  return z.union([z.literal(false), part({ bitrate })], either).describe(says);
}

const formatFields = part({
  mp3: mp3Fields.prefault({}).describe('The file in the feed, which every app plays.'),
  m4a: furtherFormat('An AAC file (.m4a) beside it; false makes none.', 32, 320).default(formats.m4a),
  opus: furtherFormat('An Opus file (.opus) beside it; false makes none.', 16, 256).default(formats.opus),
});

const NAME = wants('lower-case letters, digits and hyphens, at most 60 characters');

export const recipeFields = part({
  $schema: z.string().optional().describe('Where an editor finds this description; Corridor ignores it.'),
  name: z
    .string(NAME)
    .max(60, NAME)
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, NAME)
    .describe('What it is called: lower-case letters, digits and hyphens. The only field that is needed.'),
  target: targetFields.prefault({}).describe('Where the loudness is meant to be.'),
  levelling: choice(
    'How far near and far voices are brought together.',
    ['off', 'gentle', 'strong'],
    levelling,
  ),
  cleaning: cleaningFields
    .prefault({})
    .describe('What is taken out of the sound; auto does it where the measurement calls for it.'),
  silence: silenceFields.prefault({}).describe('What happens to pauses.'),
  assembly: assemblyFields.prefault({}).describe('How bumpers, music and talk are put together.'),
  formats: formatFields.prefault({}).describe('The files that listeners can download.'),
}).describe('How a show is made to sound. Every field but the name may be left out.');
