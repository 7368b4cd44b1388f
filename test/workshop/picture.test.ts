import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { afterAll, describe, expect, test } from 'vitest';
import { drawCover, readCover, shrinkCover } from '../../src/workshop/picture.ts';
import { cutFile } from '../sounds.ts';

const folder = mkdtempSync(join(tmpdir(), 'corridor-covers-'));
afterAll(() => rmSync(folder, { recursive: true }));

const plain = (width = 1400, height = width, channels: 3 | 4 = 3): Sharp =>
  sharp({ create: { width, height, channels, background: { r: 42, g: 111, b: 111, alpha: 0.5 } } });
/** Noise, so that the file has bytes enough to be cut in the middle. */
const noisy = (): Sharp =>
  sharp({
    create: {
      width: 1400,
      height: 1400,
      channels: 3,
      background: '#000',
      noise: { type: 'gaussian', mean: 128, sigma: 40 },
    },
  });

async function save(name: string, picture: Sharp): Promise<string> {
  const path = join(folder, name);
  await picture.toFile(path);
  return path;
}

describe('a cover that is right', () => {
  test.each([
    ['smallest.jpg', plain(1400).jpeg(), 'image/jpeg', 1400],
    ['largest.png', plain(3000).png(), 'image/png', 3000],
    ['progressive.jpg', plain(1500).jpeg({ progressive: true }), 'image/jpeg', 1500],
    ['really-a-png.jpg', plain(1500).png(), 'image/png', 1500],
  ] as const)('%s stays as it is, byte for byte', async (name, picture, mediaType, side) => {
    const path = join(folder, name);
    await picture.toFile(path);
    if (name === 'really-a-png.jpg') writeFileSync(path, await plain(1500).png().toBuffer());
    const cover = await readCover(path);
    expect(cover).toMatchObject({ mediaType, side });
    expect(cover.bytes.equals(readFileSync(path))).toBe(true);
    expect(cover.sha256).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('a cover in other colours becomes sRGB without alpha', () => {
  test.each([
    ['alpha.png', plain(1400, 1400, 4).png(), 'png'],
    ['grey.jpg', plain().greyscale().jpeg(), 'jpeg'],
    ['grey.png', plain().greyscale().png(), 'png'],
    ['cmyk.jpg', plain().toColourspace('cmyk').jpeg(), 'jpeg'],
    ['deep.png', plain().toColourspace('rgb16').png(), 'png'],
  ] as const)('%s', async (name, picture, format) => {
    const { bytes, mediaType, side } = await readCover(await save(name, picture));
    const seen = await sharp(bytes).metadata();
    expect(seen).toMatchObject({
      format,
      width: 1400,
      height: 1400,
      space: 'srgb',
      hasAlpha: false,
      channels: 3,
    });
    expect([mediaType, side]).toEqual([`image/${format}`, 1400]);
  });

  test('a palette is sRGB already', async () => {
    const path = await save('palette.png', plain().png({ palette: true }));
    const { bytes } = await readCover(path);
    expect(await sharp(bytes).metadata()).toMatchObject({ space: 'srgb', hasAlpha: false });
  });

  test('what shone through is white, not black', async () => {
    const clear = sharp({ create: { width: 1400, height: 1400, channels: 4, background: '#00000000' } });
    const { bytes } = await readCover(await save('clear.png', clear.png()));
    expect((await sharp(bytes).stats()).channels.map(({ mean }) => mean)).toEqual([255, 255, 255]);
  });

  test('a phone’s picture that only says which way is up stands upright afterwards', async () => {
    const half = await sharp({ create: { width: 700, height: 1400, channels: 3, background: '#ffffff' } })
      .png()
      .toBuffer();
    const turned = plain()
      .composite([{ input: half, left: 700, top: 0 }])
      .jpeg()
      .withMetadata({ orientation: 6 });
    const { bytes } = await readCover(await save('turned.jpg', turned));
    const upright = await sharp(bytes)
      .autoOrient()
      .extract({ left: 0, top: 1300, width: 1400, height: 100 })
      .toBuffer();
    expect(Math.min(...(await sharp(upright).stats()).channels.map(({ mean }) => mean))).toBeGreaterThan(250);
  });
});

describe('a cover that podcast apps would refuse is refused', () => {
  test.each([
    ['small.jpg', plain(1399).jpeg(), /1399 by 1399/],
    ['large.png', plain(3001).png(), /3001 by 3001/],
    ['wide.jpg', plain(1500, 1400).jpeg(), /1500 by 1400 pixels; it has to be square/],
    ['web.webp', plain().webp(), /type webp, not JPEG or PNG/],
    ['moving.gif', plain(1400).gif(), /type gif/],
    ['print.tiff', plain().tiff(), /type tiff/],
  ] as const)('%s', async (name, picture, message) => {
    const refused = expect(readCover(await save(name, picture))).rejects;
    await refused.toMatchObject({ code: 'cover-unfit', message: expect.stringMatching(message) });
  });

  test.each([
    ['text.jpg', 'no picture at all'],
    ['drawing.svg', '<svg xmlns="http://www.w3.org/2000/svg" width="1500" height="1500"/>'],
    ['empty.png', ''],
  ])('%s', async (name, text) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    await expect(readCover(path)).rejects.toMatchObject({
      code: 'cover-unfit',
      hint: expect.stringContaining('square'),
    });
  });

  test.each([
    ['whole.jpg', noisy().jpeg()],
    ['whole.png', noisy().png()],
    ['whole-grey.png', noisy().greyscale().png()],
  ] as const)('half of %s', async (name, picture) => {
    const half = await cutFile(await save(name, picture), join(folder, `half-${name}`));
    await expect(readCover(half)).rejects.toMatchObject({
      code: 'cover-unfit',
      message: expect.stringContaining('damaged'),
    });
  });
});

describe('drawn covers', () => {
  test('are the same for the same show, 1500 pixels, fit for apps', async () => {
    const [one, again, other] = await Promise.all([
      drawCover('a-show'),
      drawCover('a-show'),
      drawCover('other'),
    ]);
    expect(one.bytes.equals(again.bytes)).toBe(true);
    expect(one.sha256).not.toBe(other.sha256);
    expect(one).toMatchObject({ mediaType: 'image/jpeg', side: 1500 });
    const path = join(folder, 'drawn.jpg');
    writeFileSync(path, one.bytes);
    expect((await readCover(path)).sha256).toBe(one.sha256);
  });

  test('are shrunk for the tag', async () => {
    const small = await shrinkCover(await save('tag.png', plain(1400, 1400, 4).png()));
    expect(await sharp(small).metadata()).toMatchObject({
      format: 'jpeg',
      width: 600,
      height: 600,
      hasAlpha: false,
    });
  });
});
