/** A cover in the private store, checked: square, 1400 to 3000 px, JPEG or PNG, sRGB without alpha (feed.md 6). */
export type Picture = Readonly<{
  key: string;
  sha256: string;
  bytes: number;
  mediaType: 'image/jpeg' | 'image/png';
  /** Pixels along one side. */
  side: number;
}>;

export const SMALLEST_SIDE = 1400;
export const LARGEST_SIDE = 3000;
