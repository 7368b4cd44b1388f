import { error, fine, type Rule, type Verdict, warning } from '../finding.ts';
import { type Answer, headerOf, isCoded, isSilence, lengthOf, type Reply, typeOf } from './answer.ts';

/** Rules about parts of a file (feed.md 5, RFC 9110, 14): without them nobody can seek, and Apple refuses the show. */

/** A terabyte: behind the end of every sound. */
export const FAR_BEYOND = 1_000_000_000_000;

/** The answers to requests for parts; where the first brought none, no further ones were asked. */
export type Parts = Readonly<{
  /** `0-1` */
  first: Answer;
  /** `0-` */
  open?: Answer;
  /** `2-` */
  later?: Answer;
  /** `-2` */
  last?: Answer;
  /** From behind the end. */
  beyond?: Answer;
  /** `0-1` of a version that is no more. */
  stale?: Answer;
}>;

/** @param whole the answer to a request without Range */
export function checkRanges(place: string, whole: Reply, parts: Parts): Verdict {
  const { first, open, later, last, beyond, stale } = parts;
  if (isSilence(first) || first.status !== 206) return noRanges(place, first);
  const total = (isCoded(whole) ? undefined : lengthOf(whole)) ?? totalOf(first);
  const held = (rule: Rule, asked: string, answer: Answer | undefined, from: number, to: number): Verdict =>
    answer === undefined ? fine : checkPart({ rule, place, asked, total }, answer, [from, to]);
  const end = (total ?? 0) - 1;
  return [
    ...checkAnnounced(place, whole, first),
    ...held('http-range-form', '0-1', first, 0, 1),
    ...checkPartType(place, first, whole),
    ...[
      ...held('http-range-open', '0-', open, 0, end),
      ...held('http-range-open', '2-', later, 2, end),
    ].slice(0, 1),
    ...held('http-range-suffix', '-2', last, end - 1, end),
    ...checkBeyond(place, beyond, total),
    ...(headerOf(whole, 'etag') === '' ? fine : checkStale(place, stale)),
  ];
}

const noRanges = (place: string, answer: Answer): Verdict => [
  error(
    'http-ranges',
    place,
    `A request for the first two bytes is answered ${isSilence(answer) ? 'not at all' : `with ${answer.status}`}, not with 206.`,
    'Serve parts (Range: bytes=…) with 206; without them nobody can seek, and Apple refuses the show.',
  ),
];

const RANGE = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15}|\*)$/;

function totalOf(answer: Reply): number | undefined {
  const total = RANGE.exec(headerOf(answer, 'content-range'))?.[3];
  return total === undefined || total === '*' ? undefined : Number(total);
}

type Asked = Readonly<{ rule: Rule; place: string; asked: string; total: number | undefined }>;

function checkPart(
  { rule, place, asked, total }: Asked,
  answer: Answer,
  bounds: readonly [number, number],
): Verdict {
  const fault = isSilence(answer) ? `it ${answer.says}` : faultOfPart(answer, bounds, total);
  if (fault === undefined) return fine;
  return [
    error(
      rule,
      place,
      `A request for bytes=${asked} is not answered as it should be: ${fault}.`,
      'Answer 206 with Content-Range: bytes FIRST-LAST/TOTAL and the length of the part.',
    ),
  ];
}

function faultOfPart(
  answer: Reply,
  [from, to]: readonly [number, number],
  total: number | undefined,
): string | undefined {
  if (answer.status !== 206) return `the status is ${answer.status}`;
  const range = headerOf(answer, 'content-range');
  const wanted = `bytes ${from}-${to}/${total ?? '…'}`;
  if (total !== undefined && range !== wanted) return `Content-Range is “${range}”, not “${wanted}”`;
  if (total === undefined && !RANGE.test(range)) return `Content-Range is “${range}”`;
  const length = lengthOf(answer);
  return total !== undefined && length !== undefined && length !== to - from + 1
    ? `Content-Length is ${length}, not ${to - from + 1}`
    : undefined;
}

function checkAnnounced(place: string, whole: Reply, first: Reply): Verdict {
  const said = headerOf(whole, 'accept-ranges') || headerOf(first, 'accept-ranges');
  if (said.toLowerCase() === 'bytes') return fine;
  return [
    warning(
      'http-accept-ranges',
      place,
      said === ''
        ? 'The server answers requests for parts, but does not say that it does.'
        : `The server answers requests for parts, but says “Accept-Ranges: ${said}”.`,
      'Send Accept-Ranges: bytes.',
    ),
  ];
}

function checkPartType(place: string, first: Reply, whole: Reply): Verdict {
  if (typeOf(first) === typeOf(whole)) return fine;
  return [
    error(
      'http-part-type',
      place,
      `A part is served as ${typeOf(first) || 'no type at all'}, the whole as ${typeOf(whole) || 'no type at all'}.`,
      'Serve parts as the same type as the whole.',
    ),
  ];
}

function checkBeyond(place: string, answer: Answer | undefined, total: number | undefined): Verdict {
  if (answer === undefined) return fine;
  const mend = 'Answer 416 with Content-Range: bytes */TOTAL.';
  if (isSilence(answer) || answer.status !== 416) {
    const told = isSilence(answer) ? 'not at all' : `with ${answer.status}`;
    return [error('http-range-end', place, `A request from behind the end is answered ${told}.`, mend)];
  }
  const range = headerOf(answer, 'content-range');
  if (range === `bytes */${total ?? ''}`) return fine;
  const what = `A request from behind the end does not bring the length: Content-Range is “${range}”.`;
  return [warning('http-range-end', place, what, mend)];
}

/** If-Range: a part only of the version that the client has the rest of (RFC 9110, 13.1.5). */
function checkStale(place: string, answer: Answer | undefined): Verdict {
  if (answer === undefined || isSilence(answer) || answer.status !== 206) return fine;
  return [
    warning(
      'http-if-range',
      place,
      'A part is served even to whoever has the rest of another version.',
      'Compare If-Range with the ETag, and answer with the whole file when they differ.',
    ),
  ];
}
