import { LARGEST_SIDE, SMALLEST_SIDE } from '../../show/picture.ts';
import { printBytes } from '../../show/size.ts';
import { endingOf } from '../address-rules.ts';
import { error, fine, type Verdict, warning } from '../finding.ts';
import {
  type Answer,
  ask,
  headerOf,
  type Inquiry,
  isSilence,
  lengthOf,
  type Reply,
  refusalFinding,
  silenceFinding,
  typeOf,
} from './answer.ts';
import { type Picture, readPicture } from './picture.ts';
import { checkMediaHops } from './redirects.ts';

/** Rules about pictures as they are served (feed.md 6). */
export type Artwork = Readonly<{ place: string; url: string }>;

/** No cover is larger, and the size of a picture stands in front. */
const LARGEST = 16_000_000;
const WEIGHT_ADVISED = 512 * 1024;

export function* inquireArtwork({ place, url }: Artwork): Inquiry {
  const head = yield ask('HEAD', url);
  const got = yield ask('GET', url, { most: LARGEST });
  if (isSilence(got)) return silenceFinding(place, url, got);
  if (got.status !== 200) return refusalFinding(place, got);
  return [
    ...checkMediaHops(place, got),
    ...checkHead(place, head, got),
    ...checkPicture(place, url, got),
    ...checkWeight(place, got),
  ];
}

function checkHead(place: string, head: Answer, got: Reply): Verdict {
  if (isSilence(head) || head.status !== 200) {
    const told = isSilence(head) ? 'not at all' : `with ${head.status}`;
    const mend = 'Answer HEAD with 200 and the same headers as GET; Apple asks that way.';
    return [error('http-head', place, `HEAD is answered ${told}, GET with 200.`, mend)];
  }
  if (headerOf(head, 'last-modified') !== '') return fine;
  const half = headerOf(got, 'last-modified') === '' ? '' : ' to HEAD';
  return [
    error(
      'apple-artwork-modified',
      place,
      `The picture is served without Last-Modified${half}, so Apple does not see when it changes.`,
      'Send Last-Modified with HEAD and GET.',
    ),
  ];
}

function checkPicture(place: string, url: string, got: Reply): Verdict {
  const picture = readPicture(got.body);
  if (picture === undefined || typeof picture === 'string')
    return [
      error(
        'apple-artwork-format',
        place,
        `The picture is ${picture ?? 'none'}, not JPEG or PNG.`,
        'Serve a JPEG or a PNG.',
      ),
    ];
  return [
    ...checkSize(place, picture),
    ...checkColours(place, picture),
    ...checkNames(place, url, picture),
    ...checkType(place, got, picture),
  ];
}

const mendSize = `Make it square, ${SMALLEST_SIDE} to ${LARGEST_SIDE} pixels a side; ${LARGEST_SIDE} is best.`;

function checkSize(place: string, { width, height }: Picture): Verdict {
  const size = `${width} by ${height} pixels`;
  if (width !== height)
    return [error('apple-artwork-square', place, `The picture has ${size}; it is not square.`, mendSize)];
  if (width >= SMALLEST_SIDE && width <= LARGEST_SIDE) return fine;
  return [error('apple-artwork-size', place, `The picture has ${size}.`, mendSize)];
}

function checkColours(place: string, { colours, hasAlpha }: Picture): Verdict {
  const mend = 'Save it in RGB (sRGB) and without transparency.';
  return [
    ...(colours === 'RGB'
      ? []
      : [error('apple-artwork-colours', place, `The colours of the picture are ${colours}, not RGB.`, mend)]),
    ...(hasAlpha ? [error('apple-artwork-alpha', place, 'The picture is transparent in places.', mend)] : []),
  ];
}

function checkNames(place: string, url: string, { format }: Picture): Verdict {
  const endings = format === 'jpeg' ? ['jpg', 'jpeg'] : ['png'];
  const ending = endingOf(url);
  // Another ending altogether is a fault of the document.
  if (endings.includes(ending) || !/^(jpe?g|png)$/.test(ending)) return fine;
  return [
    error(
      'apple-artwork-ending',
      place,
      `The picture is a ${format.toUpperCase()}, but its address ends in .${ending}.`,
      `Serve it under a name that ends in .${endings[0] ?? ''}`,
    ),
  ];
}

function checkType(place: string, got: Reply, { format }: Picture): Verdict {
  const type = typeOf(got);
  if (type === `image/${format}` || (format === 'jpeg' && type === 'image/jpg')) return fine;
  return [
    error(
      'http-type',
      place,
      `The picture is a ${format.toUpperCase()}, but is served as ${type || 'no type at all'}.`,
      `Send Content-Type: image/${format}`,
    ),
  ];
}

function checkWeight(place: string, got: Reply): Verdict {
  const bytes = lengthOf(got) ?? got.body.length;
  if (bytes <= WEIGHT_ADVISED) return fine;
  return [
    warning(
      'apple-artwork-weight',
      place,
      `The picture has ${printBytes(bytes)}.`,
      'Save it as a JPEG of less than 512 KB, so that lists show it at once.',
    ),
  ];
}
