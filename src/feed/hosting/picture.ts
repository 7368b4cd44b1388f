/** What a picture says of itself in its first bytes; nothing is decoded, so no picture can do harm. */
export type Picture = Readonly<{
  format: 'jpeg' | 'png';
  width: number;
  height: number;
  colours: 'RGB' | 'grey' | 'palette' | 'CMYK';
  hasAlpha: boolean;
}>;

/** @returns the picture; the name of another format; or nothing where the bytes are no picture at all */
export function readPicture(bytes: Uint8Array): Picture | string | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    if (startsWith(bytes, [0xff, 0xd8, 0xff])) return readJpeg(view) ?? 'a JPEG without an image';
    if (startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return readPng(view);
  } catch (thrown) {
    if (thrown instanceof RangeError) return 'a picture that breaks off';
    throw thrown;
  }
  return otherFormat(Buffer.from(bytes.subarray(0, 64)).toString('latin1'));
}

const startsWith = (bytes: Uint8Array, start: readonly number[]): boolean =>
  start.every((byte, i) => bytes[i] === byte);

const others: readonly (readonly [RegExp, string])[] = [
  [/^GIF8/, 'GIF'],
  [/^RIFF[\s\S]{4}WEBP/, 'WebP'],
  [/^[\s\S]{4}ftypavif/, 'AVIF'],
  [/^[\s\S]{4}ftyp(hei|mif)/, 'HEIC'],
  [/^BM/, 'BMP'],
  [/^(II\*|MM\0\*)/, 'TIFF'],
  [/^\s*(<\?xml[^>]*>\s*)?<svg/i, 'SVG'],
  [/^\s*<(!doctype )?html/i, 'a web page'],
];

const otherFormat = (start: string): string | undefined => others.find(([mark]) => mark.test(start))?.[1];

/** JPEG (T.81, B.2): segments up to the frame header, which knows size and components. */
function readJpeg(view: DataView): Picture | undefined {
  for (let at = 2; at < view.byteLength; ) {
    if (view.getUint8(at) !== 0xff) return undefined;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) at += 1;
    else if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) at += 2;
    else if (isFrame(marker)) return frameAt(view, at + 4);
    else at += 2 + Math.max(2, view.getUint16(at + 2));
  }
  throw new RangeError();
}

const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

function frameAt(view: DataView, at: number): Picture {
  const components = view.getUint8(at + 5);
  const colours = components === 1 ? 'grey' : components === 4 ? 'CMYK' : 'RGB';
  return {
    format: 'jpeg',
    width: view.getUint16(at + 3),
    height: view.getUint16(at + 1),
    colours,
    hasAlpha: false,
  };
}

/** PNG (ISO 15948, 11.2.1): the colour types of the header. */
const colourTypes = ['grey', 'RGB', 'RGB', 'palette', 'grey', 'RGB', 'RGB'] as const;

function readPng(view: DataView): Picture {
  const type = view.getUint8(25);
  return {
    format: 'png',
    width: view.getUint32(16),
    height: view.getUint32(20),
    colours: colourTypes[type] ?? 'RGB',
    hasAlpha: type === 4 || type === 6 || hasTransparency(view),
  };
}

/** A chunk of its own may make colours transparent; it stands before the image. */
function hasTransparency(view: DataView): boolean {
  for (let at = 33; at + 8 <= view.byteLength; at += 12 + view.getUint32(at)) {
    const name = view.getUint32(at + 4);
    if (name === T_RNS) return true;
    if (name === I_DAT) return false;
  }
  return false;
}

const T_RNS = 0x74524e53;
const I_DAT = 0x49444154;
