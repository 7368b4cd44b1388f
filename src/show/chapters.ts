/** A point on the line with title, and perhaps link and picture. */
export type Chapter = Readonly<{
  /** Seconds from the start. */
  start: number;
  title: string;
  url?: string;
  image?: string;
}>;
