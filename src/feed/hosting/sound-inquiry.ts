import { error, fine, type Verdict, warning } from '../finding.ts';
import {
  type Answer,
  ask,
  headerOf,
  type Inquiry,
  isCoded,
  isSilence,
  lengthOf,
  type Question,
  type Reply,
  refusalFinding,
  silenceFinding,
  typeOf,
} from './answer.ts';
import { checkRanges, FAR_BEYOND } from './range-rules.ts';
import { checkMediaHops } from './redirects.ts';

/** A sound as the feed announces it. */
export type Sound = Readonly<{ place: string; url: string; bytes: number | undefined; type: string }>;

/** Enough to see whether it is a sound at all. */
const BEGINNING = 64;
/** As a browser asks: nothing of a sound may come compressed even then. */
const willing = { 'accept-encoding': 'gzip, deflate, br' };

const part = (url: string, range: string, more: Question['headers'] = {}) =>
  ask('GET', url, { headers: { range: `bytes=${range}`, ...more }, most: 16 });

/** Everything about the hosting of one sound (feed.md 5): HEAD, the whole, parts of it in every form. */
export function* inquireSound(sound: Sound): Inquiry {
  const { place, url } = sound;
  const head = yield ask('HEAD', url, { headers: willing });
  const whole = yield ask('GET', url, { headers: willing, most: BEGINNING });
  if (isSilence(whole)) return silenceFinding(place, url, whole);
  if (whole.status >= 400) return refusalFinding(place, whole);
  const first = yield part(url, '0-1');
  const common = [
    ...checkMediaHops(place, whole),
    ...checkHead(place, head, whole),
    ...checkWhole(place, whole),
    ...checkType(sound, whole),
    ...checkLength(sound, head, whole),
    ...checkTag(place, whole),
  ];
  if (isSilence(first) || first.status !== 206) return [...common, ...checkRanges(place, whole, { first })];
  const open = yield part(url, '0-');
  const later = yield part(url, '2-');
  const last = yield part(url, '-2');
  const beyond = yield part(url, `${FAR_BEYOND}-`);
  const stale = yield part(url, '0-1', { 'if-range': '"no-such-version"' });
  return [...common, ...checkRanges(place, whole, { first, open, later, last, beyond, stale })];
}

/** HEAD says what GET would, also behind redirects: signed addresses answer it with 403 (feed.md 5). */
function checkHead(place: string, head: Answer, whole: Reply): Verdict {
  const mend =
    'Answer HEAD with 200 and the same Content-Length and Content-Type as GET, also behind redirects.';
  const told = (what: string): Verdict => [error('http-head', place, what, mend)];
  if (isSilence(head)) return told(`HEAD is not answered, though GET is: it ${head.says}.`);
  if (head.status !== whole.status)
    return told(`HEAD is answered with ${head.status}, GET with ${whole.status}.`);
  if (typeOf(head) !== typeOf(whole))
    return told(`HEAD says ${typeOf(head) || 'no type'}, GET says ${typeOf(whole) || 'no type'}.`);
  const [was, is] = [lengthOf(whole), lengthOf(head)];
  return is === was || isCoded(whole) || is === undefined
    ? fine
    : told(`HEAD says ${is} bytes, GET says ${was ?? 'nothing of its length'}.`);
}

function checkWhole(place: string, whole: Reply): Verdict {
  if (isCoded(whole))
    return [
      error(
        'http-encoded',
        place,
        `The sound comes compressed (${headerOf(whole, 'content-encoding')}): its size is unknown, and nobody can seek.`,
        'Turn compression off for sound; it gains nothing there.',
      ),
    ];
  const mend = 'Answer a request without Range with 200 and without Content-Range.';
  if (whole.status !== 200 || whole.headers.has('content-range'))
    return [
      error(
        'http-whole',
        place,
        `A request for the whole is answered as if for a part (${whole.status}).`,
        mend,
      ),
    ];
  return checkContent(place, whole.body);
}

/** A page or an error message in the place of a sound. */
function checkContent(place: string, body: Uint8Array): Verdict {
  const start = Buffer.from(body).toString('latin1').trimStart();
  if (!/^(<(!doctype|html|\?xml|error)|\{")/i.test(start)) return fine;
  return [
    error(
      'http-not-sound',
      place,
      'What comes is no sound but a page or a message.',
      'Serve the file itself.',
    ),
  ];
}

/** Names that stores and servers use for one thing. */
const alike = ['audio/x-m4a', 'audio/m4a', 'audio/mp4'];

function checkType({ place, type }: Sound, whole: Reply): Verdict {
  const served = typeOf(whole);
  if (served === type.toLowerCase()) return fine;
  const what = served === '' ? 'The sound is served without a type' : `The sound is served as ${served}`;
  const judge = alike.includes(served) && alike.includes(type.toLowerCase()) ? warning : error;
  const mend = /octet-stream/.test(served)
    ? `Serve it as ${type}; object stores have to be told the type at upload.`
    : 'Serve it as the type that the feed says, or mend the feed.';
  return [judge('http-type', place, `${what}, but the feed says ${type || 'nothing'}.`, mend)];
}

function checkLength({ place, bytes }: Sound, head: Answer, whole: Reply): Verdict {
  const served = isSilence(head) ? undefined : lengthOf(head);
  const length = lengthOf(whole) ?? served;
  if (isCoded(whole)) return fine;
  if (length === undefined)
    return [
      error(
        'http-no-length',
        place,
        'The server does not say how long the sound is, so no app shows its progress.',
        'Send a Content-Length, and do not send the sound in chunks.',
      ),
    ];
  if (bytes === undefined || length === bytes) return fine;
  return [
    error(
      'http-length',
      place,
      `The feed says ${bytes} bytes, the server ${length}.`,
      'Write the exact size of the file into the feed.',
    ),
  ];
}

/** Without a strong one, a download that is resumed may become a mix of two versions. */
function checkTag(place: string, whole: Reply): Verdict {
  const tag = headerOf(whole, 'etag');
  if (/^"[^"]+"$/.test(tag)) return fine;
  return [
    warning(
      'http-etag',
      place,
      tag === '' ? 'The sound has no ETag.' : `The ETag of the sound is weak: ${tag}`,
      'Send a strong ETag that changes with the bytes and with nothing else.',
    ),
  ];
}
