import { readAddress } from '../show/address.ts';
import { isInHouse } from './address-rules.ts';
import { checkChannel, type Surroundings } from './channel-rules.ts';
import { checkDocument, checkPageInstead, malformed, noFeed, nothing } from './document-rules.ts';
import type { Finding } from './finding.ts';
import { checkItems } from './item-rules.ts';
import { withNamespaces } from './namespace-rules.ts';
import { first, type Outline, readOutline } from './outline.ts';

export type { Finding } from './finding.ts';

/**
 * Holds a feed against what podcast apps and directories demand (RSS 2.0, Apple, Spotify, PSP-1, podcast namespace) as
 * far as the document itself shows it; nothing is fetched. An `error` costs listeners or the place in a directory.
 * @example checkFeed('<rss') // one finding: rss-well-formed
 */
export const checkFeed = (xml: string, around: Surroundings = {}): readonly Finding[] =>
  checkOutline(xml, readOutline(xml), around);

/** The same, for whoever has read the document already. */
export function checkOutline(xml: string, outline: Outline, around: Surroundings): readonly Finding[] {
  if (xml.trim() === '') return nothing;
  const page = checkPageInstead(xml);
  if (page.length > 0) return page;
  if (outline.fault) return malformed(outline.fault);
  const channel = outline.root && first(outline.root, 'channel');
  if (outline.root?.name !== 'rss' || !channel) return noFeed(outline.root);
  const respelt = withNamespaces(channel, outline.root);
  const findings = [
    ...checkDocument(xml, outline, outline.root),
    ...checkChannel(respelt, around),
    ...checkItems(respelt, around),
  ];
  return abridged(findings.filter(({ rule }) => rule !== 'http-private-address' || !isFromInside(around)));
}

/** A feed that was found inside a network names what is there. */
const isFromInside = ({ feedUrls = [] }: Surroundings): boolean =>
  feedUrls.some((url) => isInHouse(readAddress(url)?.hostname ?? ''));

const MOST_OF_A_KIND = 5;

/** A fault that all of a thousand episodes share is told a few times, not a thousand. */
export function abridged(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Map<string, number>();
  const kindOf = ({ severity, rule }: Finding) => `${severity} ${rule}`;
  const kept = findings.filter((finding) => {
    const count = (seen.get(kindOf(finding)) ?? 0) + 1;
    seen.set(kindOf(finding), count);
    return count <= MOST_OF_A_KIND;
  });
  const last = new Map(kept.map((finding) => [kindOf(finding), finding]));
  return kept.map((finding) => {
    const more = (seen.get(kindOf(finding)) ?? 0) - MOST_OF_A_KIND;
    return more > 0 && last.get(kindOf(finding)) === finding ? { ...finding, more } : finding;
  });
}
