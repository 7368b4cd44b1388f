import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Sharp, SharpOptions } from 'sharp';
import { CorridorError } from '../errors.ts';
import { LARGEST_SIDE, type Picture, SMALLEST_SIDE } from '../show/picture.ts';

/** The one door to sharp: covers are checked, made fit for apps, shrunk for tags, and drawn for shows without one. */

/** Loaded with the first picture: most of what the program does has none. */
async function openPicture(input: string | Buffer, options: SharpOptions = {}): Promise<Sharp> {
  const { default: sharp } = await import('sharp');
  return sharp(input, options);
}

/** A cover's bytes as they will be published, and what they are. */
export type Cover = Readonly<{
  bytes: Buffer;
  sha256: string;
  mediaType: Picture['mediaType'];
  side: number;
}>;

const HINT = `Hand in a square JPEG or PNG of ${SMALLEST_SIDE} to ${LARGEST_SIDE} pixels a side (3000 is best).`;
/** Far above the largest cover, far below what would fill the memory. */
const PIXEL_LIMIT = 8000 * 8000;
/** Pictures inside audio files delay its start: well under 300 KB (feed.md 5). */
const TAG_SIDE = 600;

/**
 * Checks a cover as Apple does (feed.md 6). Right ones stay as they are, byte for byte; those in other colour spaces
 * or with transparency become sRGB without alpha.
 * @throws CorridorError cover-unfit
 */
export async function readCover(path: string): Promise<Cover> {
  const picture = await openPicture(path, { limitInputPixels: PIXEL_LIMIT });
  const { format, width, height, space, hasAlpha } = await picture.metadata().catch((cause: unknown) => {
    throw unfit('The cover is not a picture that can be read.', cause);
  });
  if (format !== 'jpeg' && format !== 'png')
    throw unfit(`The cover is of the type ${format}, not JPEG or PNG.`);
  if (width !== height) throw unfit(`The cover is ${width} by ${height} pixels; it has to be square.`);
  if (width < SMALLEST_SIDE || width > LARGEST_SIDE)
    throw unfit(`The cover is ${width} by ${height} pixels.`);
  const bytes = space === 'srgb' && !hasAlpha ? await readWhole(path) : await convert(path, format);
  return describe(bytes, format, width);
}

/** A whole decode finds files that break off; the bytes themselves are kept. */
async function readWhole(path: string): Promise<Buffer> {
  const picture = await openPicture(path, { limitInputPixels: PIXEL_LIMIT, failOn: 'error' });
  await picture.stats().catch((cause: unknown) => {
    throw unfit('The cover is damaged: it cannot be read to its end.', cause);
  });
  return readFile(path);
}

async function convert(path: string, format: 'jpeg' | 'png'): Promise<Buffer> {
  const picture = (await openPicture(path, { limitInputPixels: PIXEL_LIMIT }))
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb');
  const written = format === 'png' ? picture.png({ palette: false }) : picture.jpeg({ quality: 90 });
  return written.toBuffer().catch((cause: unknown) => {
    throw unfit('The cover is damaged: it cannot be read to its end.', cause);
  });
}

/** The cover as it goes into the audio file's tag. */
export const shrinkCover = async (path: string): Promise<Buffer> =>
  (await openPicture(path))
    .resize(TAG_SIDE, TAG_SIDE)
    .flatten({ background: '#ffffff' })
    .jpeg({ quality: 80 })
    .toBuffer();

/** A plain cover of arcs and colours for a show that has none yet; the same show gets the same picture. */
export async function drawCover(name: string): Promise<Cover> {
  const drawn = await openPicture(Buffer.from(printCover(name)));
  const bytes = await drawn.flatten().jpeg({ quality: 88 }).toBuffer();
  return describe(bytes, 'jpeg', SIDE);
}

const SIDE = 1500;

function printCover(name: string): string {
  const seed = createHash('sha256').update(name).digest();
  const hue = (seed.readUInt16BE(0) / 65536) * 360;
  const colour = (turn: number, lightness: number) =>
    `hsl(${Math.round(hue + turn) % 360} 45% ${lightness}%)`;
  const arcs = [6, 5, 4, 3, 2, 1].map((n) => {
    const radius = (SIDE / 7) * n;
    return `<circle cx="${SIDE / 2}" cy="${SIDE}" r="${radius.toFixed(0)}" fill="${colour(n * 9, 20 + (7 - n) * 9)}"/>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${SIDE}" height="${SIDE}"><rect width="100%" height="100%" fill="${colour(200, 14)}"/>${arcs.join('')}</svg>`;
}

function describe(bytes: Buffer, format: 'jpeg' | 'png', side: number): Cover {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { bytes, sha256, mediaType: format === 'png' ? 'image/png' : 'image/jpeg', side };
}

const unfit = (message: string, cause?: unknown): CorridorError =>
  new CorridorError('cover-unfit', message, HINT, cause);
