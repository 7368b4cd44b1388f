/** How a show is made to sound. As a file it is JSON: `recipe-file.ts` says what may stand there. */
export type Recipe = Readonly<{
  name: string;
  target: LoudnessTarget;
  /** How far near and far voices are brought together. */
  levelling: 'off' | 'gentle' | 'strong';
  cleaning: Readonly<{ hum: Cleaning; noise: Cleaning; clicks: Cleaning }>;
  silence: Silence;
  assembly: Assembly;
  formats: Formats;
}>;

export type LoudnessTarget = Readonly<{
  /** LUFS */
  integrated: number;
  /** LU either way within which a master may be published. */
  tolerance: number;
  /** Highest true peak in dBTP. */
  truePeak: number;
}>;

/** `auto`: where the measurement calls for it. */
export type Cleaning = 'auto' | 'on' | 'off';

export type Silence = Readonly<{
  /** Whether dead air at both ends goes. */
  trim: boolean;
  /** Seconds to which longer pauses are shortened; null keeps them. */
  longestPause: number | null;
}>;

/** How bumpers, music and talk are put together; times in seconds, levels in dB. */
export type Assembly = Readonly<{
  /** How long bumpers and talk sound at the same time. */
  overlap: number;
  /** How long a bumper fades where it meets the talk; never shorter than the overlap. */
  fade: number;
  /** Music under the first words: so far under the talk, so much further while somebody speaks. */
  bed: Readonly<{ level: number; duck: number; seconds: number }>;
}>;

/** What listeners can download; bitrates in kbit/s. */
export type Formats = Readonly<{
  mp3: Readonly<{
    bitrate: Readonly<{ stereo: number; mono: number }>;
    /** A mono recording as two equal channels, or as one. */
    channels: 'joint-stereo' | 'mono';
  }>;
  m4a: false | Readonly<{ bitrate: number }>;
  opus: false | Readonly<{ bitrate: number }>;
}>;

/**
 * Apple's and Spotify's place for a podcast (feed.md 5): -16 LKFS and true peak to -1 dBTP; the 1 LU
 * that Apple allows either way is more than anybody needs who measures what came out. Music under
 * speech lies 20 dB lower while somebody speaks (WCAG 2.2, 1.4.7).
 */
export const podcastRecipe: Recipe = {
  name: 'podcast',
  target: { integrated: -16, tolerance: 0.3, truePeak: -1 },
  levelling: 'gentle',
  cleaning: { hum: 'auto', noise: 'auto', clicks: 'auto' },
  silence: { trim: true, longestPause: null },
  assembly: { overlap: 1, fade: 0, bed: { level: 12, duck: 8, seconds: 15 } },
  formats: {
    mp3: { bitrate: { stereo: 128, mono: 96 }, channels: 'joint-stereo' },
    m4a: false,
    opus: false,
  },
};

type Wanting = Readonly<{ recipe?: Recipe }>;

/** The recipe of an episode: its own, or its show's, or the usual one. */
export const recipeOf = (episode: Wanting, show: Wanting): Recipe =>
  episode.recipe ?? show.recipe ?? podcastRecipe;
