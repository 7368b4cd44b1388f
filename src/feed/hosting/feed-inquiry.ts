import { error, fine, type Verdict, warning } from '../finding.ts';
import {
  type Answer,
  ask,
  headerOf,
  type Inquiry,
  isSilence,
  lengthOf,
  type Reply,
  silenceFinding,
  typeOf,
} from './answer.ts';
import { checkCharset, checkHops, checkSharing, fromBrowser } from './redirects.ts';

/** Rules about how a feed is served (feed.md 10). */
const PLACE = 'feed';
const LARGEST = 64_000_000;
/** Bytes; of what is longer, the beginning tells how it is packed, and it is not fetched whole a second time. */
const FETCHED_TWICE = 4_000_000;

/** The first question; what comes back is the feed. */
export const askForFeed = (url: string) => ask('GET', url, { headers: fromBrowser, most: LARGEST });

/** Everything about the hosting of a feed that was just fetched. */
export function* inquireFeed(url: string, got: Reply): Inquiry {
  const head = yield ask('HEAD', url, { headers: fromBrowser });
  const unchanged: Verdict[] = [];
  for (const condition of conditionsOf(got)) {
    unchanged.push(checkUnchanged(yield ask('GET', url, { headers: condition, most: LARGEST }), condition));
  }
  const most = got.body.length > FETCHED_TWICE ? 1 : LARGEST;
  const packed = yield ask('GET', url, { headers: { 'accept-encoding': 'gzip' }, most });
  return [
    ...checkHops(PLACE, got.hops),
    ...checkMoved(got),
    ...checkType(got),
    ...checkCharset(PLACE, got),
    ...checkHead(url, head, got),
    ...checkConditions(got, unchanged),
    ...checkPacking(packed, got),
    ...checkCaching(got),
    ...checkSharing(PLACE, got, 'warning'),
  ];
}

/** Clients rewrite the address on 301 and 308, and follow again and again on the others. */
function checkMoved({ hops }: Reply): Verdict {
  const [hop] = hops;
  const target = hops.at(-1)?.to ?? '';
  if (!hop) return fine;
  const isLasting = hops.every(({ status }) => status === 301 || status === 308);
  return [
    isLasting
      ? warning(
          'http-feed-moved',
          PLACE,
          `The feed has moved to ${target}.`,
          'Give directories the new address, and keep the redirect for four weeks at the least.',
        )
      : warning(
          'http-feed-moved',
          PLACE,
          `The address redirects to ${target} for now (${hop.status}), so no app learns the new one.`,
          'If the feed has moved, redirect with 301; else let the address answer by itself.',
        ),
  ];
}

const types = ['application/rss+xml', 'application/xml', 'text/xml'];

function checkType(got: Reply): Verdict {
  const type = typeOf(got);
  if (types.includes(type)) return fine;
  return [
    error(
      'http-feed-type',
      PLACE,
      type === '' ? 'The feed is served without a Content-Type.' : `The feed is served as ${type}.`,
      'Send Content-Type: application/rss+xml; charset=utf-8',
    ),
  ];
}

/** HEAD says what GET would (RFC 9110, 9.3.2). */
function checkHead(url: string, head: Answer, got: Reply): Verdict {
  const mend = 'Answer HEAD with 200 and the same headers as GET.';
  if (isSilence(head)) return silenceFinding(`${PLACE} (HEAD)`, url, head);
  if (head.status !== 200)
    return [error('http-head', PLACE, `HEAD is answered with ${head.status}, GET with 200.`, mend)];
  const [was, is] = [lengthOf(got), lengthOf(head)];
  const differing = [
    ...(typeOf(head) === typeOf(got) ? [] : ['Content-Type']),
    ...(headerOf(head, 'etag') === headerOf(got, 'etag') ? [] : ['ETag']),
    ...(was === undefined || is === undefined || was === is ? [] : ['Content-Length']),
  ];
  if (differing.length === 0) return fine;
  return [error('http-head', PLACE, `HEAD and GET differ in ${differing.join(' and ')}.`, mend)];
}

// -- asking again --------------------------------------------------------------------------------------------------

type Condition = Readonly<Record<string, string>>;

const conditionsOf = (got: Reply): readonly Condition[] => {
  const [etag, modified] = [headerOf(got, 'etag'), headerOf(got, 'last-modified')];
  return [
    ...(etag === '' ? [] : [{ 'if-none-match': etag }]),
    ...(modified === '' ? [] : [{ 'if-modified-since': modified }]),
  ];
};

function checkUnchanged(again: Answer, condition: Condition): Verdict {
  const [name = ''] = Object.keys(condition);
  if (!isSilence(again) && again.status === 304) return fine;
  const answer = isSilence(again) ? 'not at all' : `with ${again.status}`;
  return [
    warning(
      'http-conditional',
      PLACE,
      `Nothing has changed, but a request with ${name} is answered ${answer} rather than with 304.`,
      'Compare If-None-Match with the ETag and If-Modified-Since with Last-Modified, and answer 304 without a body.',
    ),
  ];
}

function checkConditions(got: Reply, unchanged: readonly Verdict[]): Verdict {
  if (conditionsOf(got).length > 0) return unchanged.flat().slice(0, 1);
  return [
    warning(
      'http-etag',
      PLACE,
      'The feed has neither ETag nor Last-Modified, so every poll fetches all of it.',
      'Send both, and answer 304 when nothing has changed.',
    ),
  ];
}

// -- compression, caching ------------------------------------------------------------------------------------------

/** Below this, servers rightly do not bother. */
const WORTH_PACKING = 2000;

function checkPacking(packed: Answer, got: Reply): Verdict {
  if (isSilence(packed) || packed.status !== 200) return fine;
  const isPacked = headerOf(packed, 'content-encoding') !== '';
  const unpacked = warning(
    'http-gzip',
    PLACE,
    'The feed is not compressed for clients that ask for it: a tenfold transfer.',
    'Turn on gzip for the feed; object stores need a server in front for it.',
  );
  return [
    ...(isPacked || got.body.length < WORTH_PACKING ? [] : [unpacked]),
    ...(isPacked ? checkVariants(packed, got) : []),
    ...checkStable(packed, got),
  ];
}

/** Caches must tell the compressed feed from the plain one (RFC 9110, 8.8.3.3 and 12.5.5). */
function checkVariants(packed: Reply, got: Reply): Verdict {
  const isVaried = /accept-encoding|\*/i.test(headerOf(packed, 'vary'));
  const tag = headerOf(packed, 'etag');
  const isShared =
    tag.startsWith('"') && tag === headerOf(got, 'etag') && headerOf(got, 'content-encoding') === '';
  return [
    ...(isVaried
      ? []
      : [
          warning(
            'http-vary',
            PLACE,
            'The feed comes compressed or not, but does not say that this depends on the request.',
            'Send Vary: Accept-Encoding.',
          ),
        ]),
    ...(isShared
      ? [
          warning(
            'http-etag-coding',
            PLACE,
            'The compressed feed and the plain one have the same strong ETag.',
            'Make the ETag weak (W/"…"), or give each coding its own.',
          ),
        ]
      : []),
  ];
}

/** Nothing changed is the same bytes, else 304 never happens. */
function checkStable(packed: Reply, got: Reply): Verdict {
  if (!packed.isWhole || !got.isWhole || Buffer.compare(packed.body, got.body) === 0) return fine;
  return [
    warning(
      'http-stable',
      PLACE,
      'Two requests one after the other brought two different feeds.',
      'Write nothing into the feed that changes by itself, such as the present time; only then 304 can be answered.',
    ),
  ];
}

/** Seconds; with more, a new episode is seen hours late. */
const LONGEST_AGE = 3600;

function checkCaching(got: Reply): Verdict {
  const control = headerOf(got, 'cache-control').toLowerCase();
  const age = Number(/max-age\s*=\s*"?(\d{1,9})/.exec(control)?.[1] ?? 0);
  const fault =
    control === ''
      ? 'The feed does not say how long it may be kept.'
      : /no-store/.test(control)
        ? 'The feed forbids every cache, so all polls reach the server.'
        : age > LONGEST_AGE
          ? `The feed may be kept for ${Math.round(age / 360) / 10} hours, so new episodes are seen late.`
          : undefined;
  if (fault === undefined) return fine;
  return [warning('http-cache', PLACE, fault, 'Send Cache-Control: public, max-age=300')];
}
