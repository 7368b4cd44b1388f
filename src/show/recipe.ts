/** How a show is made to sound. */
export type Recipe = Readonly<{
  target: LoudnessTarget;
  /** Seconds that intro and talk, and talk and outro, overlap. */
  crossfade: number;
  /** kbit/s of the MP3 for a stereo recording, and for a mono one (written as two equal channels). */
  bitrate: Readonly<{ stereo: number; mono: number }>;
}>;

export type LoudnessTarget = Readonly<{
  /** LUFS */
  integrated: number;
  /** LU either way within which a master may be published. */
  tolerance: number;
  /** Highest true peak in dBTP. */
  truePeak: number;
}>;

/** Apple's and Spotify's place for a podcast (feed.md 5): -16 LKFS, 1 LU either way, true peak to -1 dBTP. */
export const podcastRecipe: Recipe = {
  target: { integrated: -16, tolerance: 1, truePeak: -1 },
  crossfade: 1,
  bitrate: { stereo: 128, mono: 96 },
};
