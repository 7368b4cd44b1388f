/** A transcript in the private store, as JSON (podcast namespace); its times are on the recording's own line. */
export type StoredTranscript = Readonly<{
  key: string;
  sha256: string;
  bytes: number;
  /** Whether its lines have times. */
  timed: boolean;
}>;
