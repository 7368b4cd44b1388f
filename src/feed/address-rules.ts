import { readAddress } from '../show/address.ts';
import { error, fine, quoted, type Verdict, warning } from './finding.ts';
import { isNumeric, realmOf } from './hosting/network.ts';
import { bared } from './value-rules.ts';

/** Rules about addresses (feed.md 1, 5 and 6): absolute, https, plain ASCII, with the ending that apps look at. */

/** Nothing in such an address can be wrong; nearly all are like this. */
const SOUND = /^https:\/\/([a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,30})(?:\/[\w./-]*)?$/i;

/** An address that apps fetch by themselves: sound, artwork, the feed, companions. */
export function checkResource(place: string, url = ''): Verdict {
  if (url.trim() === '')
    return [
      error('rss-address', place, 'There is no address.', 'Give the whole address, beginning with https://'),
    ];
  return bared(place, url, checkAddress);
}

function checkAddress(place: string, url: string): Verdict {
  const [, host] = SOUND.exec(url) ?? [];
  if (host !== undefined && !isInHouse(host)) return fine;
  if (!/^https?:\/\//i.test(url) || !readAddress(url))
    return [
      error(
        'rss-address',
        place,
        `${quoted(url)} is no absolute web address.`,
        'Begin it with https:// and the host.',
      ),
    ];
  const parsed = new URL(url);
  return [...checkLetters(place, url), ...checkScheme(place, parsed), ...checkAccess(place, parsed)];
}

/** A page for people: what is true of resources, but plain http does not hide the episode. */
export const checkPage = (place: string, url: string): Verdict =>
  checkResource(place, url).map((finding) =>
    finding.rule === 'apple-https' ? { ...finding, severity: 'warning' } : finding,
  );

/** What apps look for at the end of an address; one that ends so in its query is a question of taste. */
const PICTURE = /\.(jpe?g|png)$/i;

/** Artwork; the picture itself is looked at where its server is asked. */
export function checkArtwork(place: string, url: string | undefined): Verdict {
  const found = checkResource(place, url);
  if (url === undefined || found.some(({ severity }) => severity === 'error')) return found;
  if (!PICTURE.test(`.${endingOf(url)}`) && !PICTURE.test(url.split('#', 1)[0] ?? ''))
    return [
      ...found,
      error(
        'apple-artwork-ending',
        place,
        'The address of the picture does not end in .jpg or .png; apps skip such pictures.',
        'Serve it under a name that ends like its format.',
      ),
    ];
  if (!url.includes('?')) return found;
  return [
    ...found,
    warning(
      'apple-artwork-query',
      place,
      'The address of the picture has a query; some apps drop it.',
      'Serve the picture under an address without one.',
    ),
  ];
}

/** The ending of an address's path, lower case; empty where there is none. */
export const endingOf = (url: string): string =>
  (/\.([a-z0-9]{1,10})$/i.exec(url.split(/[?#]/, 1)[0] ?? '')?.[1] ?? '').toLowerCase();

function checkLetters(place: string, url: string): Verdict {
  if (!/^[\x21-\x7e]+$/.test(url) || /[<>"\\^`{|}]|%(?![\da-f]{2})/i.test(url))
    return [
      error(
        'apple-address-ascii',
        place,
        'The address holds blanks or letters outside plain ASCII.',
        'Percent-encode them, or name the file with a-z, 0-9 and hyphens.',
      ),
    ];
  if (!url.includes('&amp;')) return fine;
  return [
    warning(
      'rss-address-escaped',
      place,
      'The address is escaped twice: a server gets “amp;” as part of its query.',
      'Write each & of the address as &amp; once.',
    ),
  ];
}

function checkScheme(place: string, { protocol, hostname }: URL): Verdict {
  if (protocol === 'https:') return checkHost(place, hostname);
  if (isInHouse(hostname))
    return [
      warning(
        'apple-https',
        place,
        'The address is plain http and can be reached from inside only.',
        'Good for trying out. For listeners outside, set PUBLIC_URL to an https address.',
      ),
    ];
  return [
    error(
      'apple-https',
      place,
      'The address is plain http.',
      'Serve it over https and write the address so.',
    ),
  ];
}

function checkHost(place: string, hostname: string): Verdict {
  if (!isInHouse(hostname)) return fine;
  return [
    warning(
      'http-private-address',
      place,
      `Listeners cannot reach ${quoted(hostname)}, which is a machine inside a network.`,
      'Serve it under an address on the internet.',
    ),
  ];
}

/** Hosts that nobody outside can reach: loopback, private networks, names without a public ending. */
export const isInHouse = (host: string): boolean =>
  isNumeric(host)
    ? realmOf(host) !== 'public'
    : /^[^.]+$|\.(localhost|local|lan|internal|intranet|test|home\.arpa)$/i.test(host);

/** What object stores put into addresses that hold for hours only (feed.md 5). */
const SIGNED =
  /[?&](x-amz-signature|x-goog-signature|key-pair-id)=|[?&]signature=.*[?&]expires=|[?&]expires=.*[?&]signature=|[?&]se=.*[?&]sig=|[?&]sig=.*[?&]se=/i;

function checkAccess(place: string, { username, search }: URL): Verdict {
  if (username !== '')
    return [
      error(
        'apple-address-login',
        place,
        'The address carries a login, which apps lose and everybody can read.',
        'Give the file an address that needs no login.',
      ),
    ];
  if (search.length > 4000 || !SIGNED.test(search)) return fine;
  return [
    error(
      'http-signed-address',
      place,
      'The address is signed for a time: it works now and breaks within days.',
      'Publish an address that stays, and let it redirect to the signed one.',
    ),
  ];
}
