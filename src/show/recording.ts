/** The sound as uploaded, kept untouched (the original). */
export type Recording = Readonly<{
  /** Hash of the bytes, lower-case hex; the recording's identity. */
  sha256: string;
  /** Key in the private store. */
  key: string;
  bytes: number;
  /** File name as the uploader knows it, cleaned for display. */
  name: string;
  receivedAt: Date;
}>;
