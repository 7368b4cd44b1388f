import { error, fine, type Verdict, warning } from '../finding.ts';
import { charsetOf, type Hop, headerOf, type Reply } from './answer.ts';

/** Rules about the way to an answer, and about what every answer has to carry (feed.md 5 and 10). */

/** Counters in front of an address are redirects; each is one more that has to work. */
const MOST_HOPS = 4;

/** Media may move on at any time: what stands in front of them redirects for now, not for ever. */
export function checkMediaHops(place: string, { hops }: Reply): Verdict {
  const lasting = hops.find(({ status }) => status === 301 || status === 308);
  return [
    ...checkHops(place, hops),
    ...(lasting === undefined
      ? []
      : [
          warning(
            'http-redirect-kind',
            place,
            `${lasting.from} redirects with ${lasting.status}, which apps remember for ever.`,
            'Redirect media with 302 or 307.',
          ),
        ]),
  ];
}

export function checkHops(place: string, hops: readonly Hop[]): Verdict {
  const plain = hops.find(({ from, to }) => from.startsWith('https:') && to.startsWith('http:'));
  return [
    ...(plain === undefined
      ? []
      : [
          error(
            'http-redirect-plain',
            place,
            `${plain.from} redirects to plain http: ${plain.to}`,
            'Keep to https on the whole way; apps do not follow to http.',
          ),
        ]),
    ...(hops.length <= MOST_HOPS
      ? []
      : [
          warning(
            'http-redirects',
            place,
            `It takes ${hops.length} redirects to get there.`,
            `Keep to ${MOST_HOPS} at most; every one may fail.`,
          ),
        ]),
  ];
}

/** Players in browsers may read what allows every origin, and nothing else. */
export function checkSharing(place: string, reply: Reply, severity: 'error' | 'warning'): Verdict {
  if (headerOf(reply, 'access-control-allow-origin') === '*') return fine;
  return [
    (severity === 'error' ? error : warning)(
      'http-cors',
      place,
      'Players in browsers may not read it: the answer does not allow every origin.',
      'Send Access-Control-Allow-Origin: * (object stores need a CORS rule for it).',
    ),
  ];
}

/** What the header says of letters counts more than what the document says. */
export function checkCharset(place: string, reply: Reply): Verdict {
  const charset = charsetOf(reply);
  if (charset === '' || charset === 'utf-8' || charset === 'utf8') return fine;
  return [
    error(
      'http-charset',
      place,
      `The server announces the letters as ${charset}.`,
      'Send charset=utf-8 with the Content-Type.',
    ),
  ];
}

/** An origin that asks, as a web player's page would. */
export const fromBrowser = { origin: 'https://player.example' };
