import { error, type Verdict, warning } from './finding.ts';

/** Rules about addresses (feed.md 1, 5 and 6): absolute, https, plain ASCII, with the ending that apps look at. */
const fine: Verdict = [];

/** An address that apps fetch by themselves: sound, artwork, the feed, companions. */
export function checkResource(place: string, url: string | undefined): Verdict {
  if (url === undefined || url === '')
    return [
      error('rss-address', place, 'There is no address.', 'Give the whole address, beginning with https://'),
    ];
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url))
    return [
      error(
        'rss-address',
        place,
        `“${url}” is no absolute web address.`,
        'Begin it with https:// and the host.',
      ),
    ];
  return [...checkLetters(place, url), ...checkScheme(place, url)];
}

/** A page for people: what is true of resources, but plain http does not hide the episode. */
export const checkPage = (place: string, url: string): Verdict =>
  checkResource(place, url).map((finding) =>
    finding.rule === 'apple-https' ? { ...finding, severity: 'warning' } : finding,
  );

/** Artwork; the picture itself is looked at where covers come in. */
export function checkArtwork(place: string, url: string | undefined): Verdict {
  const found = checkResource(place, url);
  if (found.some(({ severity }) => severity === 'error') || endingOf(url ?? '').match(/^(jpe?g|png)$/))
    return found;
  return [
    ...found,
    error(
      'apple-artwork-ending',
      place,
      'The address of the picture does not end in .jpg or .png; apps skip such pictures.',
      'Serve it under a name that ends like its format.',
    ),
  ];
}

/** The ending of an address's path, lower case; empty where there is none. */
export const endingOf = (url: string): string =>
  URL.canParse(url) ? (/\.([a-z0-9]+)$/i.exec(new URL(url).pathname)?.[1] ?? '').toLowerCase() : '';

function checkLetters(place: string, url: string): Verdict {
  if (/^[\x21-\x7e]+$/.test(url) && !/[<>"\\^`{|}]/.test(url)) return fine;
  return [
    error(
      'apple-address-ascii',
      place,
      'The address holds blanks or letters outside plain ASCII.',
      'Percent-encode them, or name the file with a-z, 0-9 and hyphens.',
    ),
  ];
}

function checkScheme(place: string, url: string): Verdict {
  const { protocol, hostname } = new URL(url);
  if (protocol === 'https:') return fine;
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

/** Hosts that nobody outside can reach: loopback, private networks, names without a public ending. */
const isInHouse = (host: string): boolean =>
  /^(localhost|\[::1\]|\[f[cd].*\]|127\..*|10\..*|192\.168\..*|172\.(1[6-9]|2\d|3[01])\..*)$/.test(host) ||
  /^[^.]+$|\.(localhost|local|lan|internal|intranet|test|home\.arpa)$/.test(host);
