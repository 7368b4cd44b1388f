import sharp from 'sharp';

// A corridor at night: doors on both sides, lamps above, and at its end a lit doorway in which somebody talks.
// Drawn in perspective from a few numbers; the letters are strokes of our own, so no font is needed.
const SIDE = 1600;
const EYE = { x: 800, y: 700 };
const WALL = 1000;
const CEILING = 820;
const FLOOR = 1050;
/** Depth 1 is the picture's edge, END the far wall. */
const END = 4.6;

type Point = readonly [x: number, y: number];
const point = (x: number, y: number, depth: number): Point => [EYE.x + x / depth, EYE.y + y / depth];
const polygon = (points: readonly Point[], fill: string, more = ''): string =>
  `<polygon points="${points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')}" fill="${fill}" ${more}/>`;

/** Draws the cover: square, sRGB, JPEG, readable as a lit door with a sound wave even at 55 pixels. */
export async function drawCover(file: string): Promise<void> {
  const svg = Buffer.from(picture());
  const jpeg = { quality: 84, mozjpeg: true, chromaSubsampling: '4:4:4' };
  await sharp(svg).flatten({ background: '#12132b' }).toColourspace('srgb').jpeg(jpeg).toFile(file);
}

const picture = (): string => `<svg xmlns="http://www.w3.org/2000/svg" width="${SIDE}" height="${SIDE}">
${shades}
<rect width="${SIDE}" height="${SIDE}" fill="#12132b"/>
${walls()}${lamps()}${doors()}${spill}${light()}${wave()}${title()}
</svg>`;

const shades = `<defs>
<radialGradient id="wall" gradientUnits="userSpaceOnUse" cx="${EYE.x}" cy="${EYE.y}" r="950">
  <stop offset="0" stop-color="#ffb25a"/><stop offset=".3" stop-color="#c9603f"/>
  <stop offset=".62" stop-color="#5b2d55"/><stop offset="1" stop-color="#211c44"/></radialGradient>
<radialGradient id="floor" gradientUnits="userSpaceOnUse" cx="${EYE.x}" cy="${EYE.y + 120}" r="1000">
  <stop offset="0" stop-color="#ffd489"/><stop offset=".28" stop-color="#d9713f"/>
  <stop offset=".6" stop-color="#4b2650"/><stop offset="1" stop-color="#15132f"/></radialGradient>
<radialGradient id="ceiling" gradientUnits="userSpaceOnUse" cx="${EYE.x}" cy="${EYE.y}" r="900">
  <stop offset="0" stop-color="#e58a4c"/><stop offset=".35" stop-color="#7c3a55"/>
  <stop offset="1" stop-color="#17153a"/></radialGradient>
<radialGradient id="glow" gradientUnits="userSpaceOnUse" cx="${EYE.x}" cy="${EYE.y}" r="520">
  <stop offset="0" stop-color="#ffe9b8" stop-opacity=".85"/><stop offset=".45" stop-color="#ffc36b" stop-opacity=".32"/>
  <stop offset="1" stop-color="#ffc36b" stop-opacity="0"/></radialGradient>
<linearGradient id="carpet" x1="0" y1="0" x2="0" y2="1">
  <stop offset="0" stop-color="#fff1cd" stop-opacity=".95"/><stop offset="1" stop-color="#ffb25a" stop-opacity="0"/></linearGradient>
<linearGradient id="spill" x1="1" y1="0" x2="0" y2=".6">
  <stop offset="0" stop-color="#ffd489" stop-opacity=".8"/><stop offset="1" stop-color="#ffd489" stop-opacity="0"/></linearGradient>
</defs>`;

function walls(): string {
  const strip = (x: number, y: number) => [point(x, y, 0.5), point(x, y, END)] as const;
  const [[a, b], [c, d]] = [strip(-WALL, -CEILING), strip(WALL, -CEILING)];
  const [[e, f], [g, h]] = [strip(WALL, FLOOR), strip(-WALL, FLOOR)];
  const sides = polygon([a, b, h, g], 'url(#wall)') + polygon([c, d, f, e], 'url(#wall)');
  const end = polygon([b, d, f, h], '#a9503f');
  return sides + polygon([a, b, d, c], 'url(#ceiling)') + polygon([h, f, e, g], 'url(#floor)') + end;
}

const lamps = (): string =>
  [1.15, 1.75, 2.6, 3.7]
    .map((depth) => polygon(acrossCeiling(170, depth, depth * 1.16), '#ffe9b8', 'opacity=".92"'))
    .join('');

const acrossCeiling = (half: number, near: number, far: number): Point[] => [
  point(-half, -CEILING, near),
  point(half, -CEILING, near),
  point(half, -CEILING, far),
  point(-half, -CEILING, far),
];

/** Three doors on either side; the second on the right stands open, and its light lies on the floor. */
function doors(): string {
  const places = [
    [1.28, 1.62],
    [2.0, 2.5],
    [3.05, 3.8],
  ] as const;
  return places
    .flatMap(([near, far], row) =>
      [-1, 1].map((side) => {
        const open = row === 1 && side === 1;
        return (
          frame(side, near, far, 60, '#1a1738') +
          frame(side, near * 1.02, far * 0.98, 95, open ? '#ffd489' : '#35224f')
        );
      }),
    )
    .join('');
}

const spill = polygon(
  [point(WALL, FLOOR, 2.04), point(WALL, FLOOR, 2.45), point(120, FLOOR, 2.15), point(60, FLOOR, 1.7)],
  'url(#spill)',
);

function frame(side: number, near: number, far: number, inset: number, fill: string): string {
  const top = -CEILING * 0.62 + inset;
  const x = side * WALL;
  return polygon(
    [point(x, top, near), point(x, top, far), point(x, FLOOR, far), point(x, FLOOR, near)],
    fill,
  );
}

function light(): string {
  const glow = `<circle cx="${EYE.x}" cy="${EYE.y}" r="520" fill="url(#glow)"/>`;
  const top = -CEILING * 0.96;
  const doorway = [
    point(-820, top, END),
    point(820, top, END),
    point(820, FLOOR, END),
    point(-820, FLOOR, END),
  ];
  const carpet = [
    point(-820, FLOOR, END),
    point(820, FLOOR, END),
    point(620, FLOOR, 1),
    point(-620, FLOOR, 1),
  ];
  return polygon(carpet, 'url(#carpet)') + glow + polygon(doorway, '#fff6df');
}

/** What is said in the doorway, as an editor sees it; its middle bar is a person's height. */
function wave(): string {
  const heights = [70, 150, 236, 120, 190, 84];
  return heights
    .map((height, i) => bar(EYE.x + (i - (heights.length - 1) / 2) * 50, EYE.y + 22, height))
    .join('');
}

const bar = (x: number, middle: number, height: number): string =>
  `<rect x="${x - 16}" y="${middle - height / 2}" width="32" height="${height}" rx="16" fill="#2a1b4a"/>`;

/** Each letter in a box of 100 by 140, drawn with one stroke width. */
const letters: Record<string, string> = {
  C: 'M92 28 A50 62 0 1 0 92 112',
  O: 'M50 8 A46 62 0 1 0 50 132 A46 62 0 1 0 50 8 Z',
  R: 'M14 134 V8 H52 A36 36 0 0 1 52 80 H14 M54 80 L88 134',
  I: 'M50 6 V134',
  D: 'M14 8 V132 H40 A52 62 0 0 0 40 8 Z',
};

function title(): string {
  const widths: Record<string, number> = { I: 70 };
  const word = [...'CORRIDOR'];
  const total = word.reduce((sum, letter) => sum + (widths[letter] ?? 138), 0);
  let x = (SIDE - total) / 2;
  const drawn = word.map((letter) => {
    const width = widths[letter] ?? 138;
    const path = `<path transform="translate(${x + (width - 100) / 2} 1360)" d="${letters[letter] ?? ''}"/>`;
    x += width;
    return path;
  });
  return `<g fill="none" stroke="#fff6df" stroke-width="21" stroke-linejoin="round" stroke-linecap="round">${drawn.join('')}</g>`;
}
