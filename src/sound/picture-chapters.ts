import { escapeMarkup, printShare } from './markup.ts';
import type { ReportFacts } from './report-facts.ts';

/** A chapter's flag over the picture: places and widths are shares of the picture's width. */
export type Flag = Readonly<{
  number: number;
  title: string;
  at: number;
  /** Up to where the text may go. */
  room: number;
  /** 0 is next to the picture. */
  lane: number;
}>;

const LANE = 20;
const allLanes = [0, 1, 2, 3] as const;
/** Less holds only the number; still less, nothing but the mark. */
const ROOM_FOR_TITLE = 0.075;
const ROOM_FOR_NUMBER = 0.03;
const ROOM_ON_A_PHONE = 0.08;
/** More than this are shown by number only: a thicket of cut titles tells nobody anything. */
const MOST_TITLES = 16;

/**
 * Flags of chapters that stand close are stepped like stairs, downwards to the right, so that no pole runs through
 * the text of another: each may go on to the next pole that is as high as its own.
 */
export function placeFlags({ chapters, after }: Pick<ReportFacts, 'chapters' | 'after'>): readonly Flag[] {
  const seen = chapters
    .map(({ start, title }, i) => ({ number: i + 1, title, at: start / after.seconds }))
    .filter(({ at }) => at >= 0 && at < 1);
  const lanes = lanesOf(seen);
  return seen.map((chapter, i) => {
    const lane = lanes[i] ?? 0;
    return { ...chapter, lane, room: endOf(seen, lanes, i, lane) - chapter.at };
  });
}

/** From the last to the first, each in the lowest lane that holds its title. */
function lanesOf(chapters: readonly Pick<Flag, 'title' | 'at'>[]): readonly number[] {
  const lanes = chapters.map(() => 0);
  for (let i = chapters.length - 2; i >= 0; i--) {
    const { title, at } = chapters[i] as Pick<Flag, 'title' | 'at'>;
    const rooms = allLanes.map((lane) => endOf(chapters, lanes, i, lane) - at);
    const wanted = Math.min(widthOf(title), Math.max(...rooms));
    lanes[i] = rooms.findIndex((room) => room >= wanted);
  }
  return lanes;
}

/** Where the next pole stands that reaches into the lane. */
const endOf = (
  chapters: readonly { at: number }[],
  lanes: readonly number[],
  i: number,
  lane: number,
): number => chapters.find((_, k) => k > i && (lanes[k] as number) >= lane)?.at ?? 1;

/** About what a title takes of a picture 900 points wide; on a narrower one its end fades out. */
const widthOf = (title: string): number => ([...title].length * 6.6 + 30) / 900;

/** Two strips above the picture, of which the page shows the one that fits: titles, or on a phone numbers only. */
export function printFlags(flags: readonly Flag[]): string {
  if (flags.length === 0) return '';
  return printRoomy(flags) + printStrip('narrow', LANE, printNumbers(flags, ROOM_ON_A_PHONE));
}

function printRoomy(flags: readonly Flag[]): string {
  if (flags.length > MOST_TITLES) return printStrip('roomy', LANE, printNumbers(flags, ROOM_FOR_NUMBER));
  const height = (1 + Math.max(...flags.map(({ lane }) => lane))) * LANE;
  return printStrip('roomy', height, flags.map((flag) => printFlag(flag, height)).join(''));
}

/** Where chapters begin, inside the picture. */
export const printPoles = (flags: readonly Flag[], height: number): string =>
  `<g class="poles">${flags.map(({ at }) => printPole(at, 0, height)).join('')}</g>`;

const printStrip = (kind: string, height: number, content: string): string =>
  `<svg class="flags ${kind}" aria-hidden="true" width="100%" height="${height}">${content}</svg>`;

const printPole = (at: number, from: number, to: number): string =>
  `<line x1="${printShare(at)}" x2="${printShare(at)}" y1="${from}" y2="${to}"/>`;

function printFlag({ number, title, at, room, lane }: Flag, height: number): string {
  const y = height - (lane + 1) * LANE;
  const pole = printPole(at, y + 3, height);
  if (room < ROOM_FOR_NUMBER) return printPole(at, height - 5, height);
  const whole = escapeMarkup(title);
  const words = room < ROOM_FOR_TITLE ? '' : ` ${whole}`;
  return (
    `${pole}<svg x="${printShare(at)}" y="${y}" width="${printShare(room)}" height="${LANE}">` +
    `<title>${number} ${whole}</title><text x="6" y="14"><tspan class="number">${number}</tspan>${words}</text>` +
    `<rect class="veil" x="100%" width="26" height="${LANE}"/></svg>`
  );
}

/** Numbers that do not touch: one that stands too near to the last is left out, its pole stays. */
function printNumbers(flags: readonly Flag[], room: number): string {
  let free = 0;
  const numbers = flags.map(({ number, at }) => {
    if (at < free || at > 1 - room / 2) return printPole(at, LANE - 5, LANE);
    free = at + room;
    return `${printPole(at, 3, LANE)}<text class="number" x="${printShare(at)}" dx="4" y="14">${number}</text>`;
  });
  return numbers.join('');
}
