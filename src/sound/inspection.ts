/** What the recording is, as its container says; the true length is known only after decoding. */
export type Inspection = Readonly<{
  container: string;
  codec: string;
  /** Hz */
  sampleRate: number;
  channels: number;
  /** Seconds as the container declares them. */
  seconds?: number;
  /** Index of the first audio stream. */
  hasVideo: boolean;
}>;
