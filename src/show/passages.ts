/** A stretch of the recording that is kept: seconds on the recording's line, and where it begins on the new one. */
export type Passage = Readonly<{ from: number; to: number; at: number }>;

/** Where a moment of the recording is on the new line; one that was cut away goes to where the sound goes on. */
export function placeOf(passages: readonly Passage[], seconds: number): number {
  const passage = passages.find(({ to }) => seconds < to) ?? passages.at(-1);
  if (!passage) return seconds;
  return passage.at + Math.max(0, seconds - passage.from);
}
