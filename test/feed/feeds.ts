import { composeFeed } from '../../src/feed/document.ts';
import { printRss } from '../../src/feed/rss.ts';
import { readEpisodeDetails, readShowDetails } from '../../src/show/details-file.ts';
import type { PublishedEpisode } from '../../src/show/episode.ts';
import type { Show } from '../../src/show/show.ts';
import { fullEpisode, fullShow } from '../show/full-details.ts';
import { address, alternatesOf, episodes, published, show } from './fixtures.ts';

/** What any reader has to get out of a feed. */
export type Reading = Readonly<{ title: string; items: readonly ReadItem[] }>;
export type ReadItem = Readonly<{
  guid: string;
  title: string;
  /** Of the enclosure. */
  url: string;
  type: string;
  /** Bytes that the enclosure announces. */
  length: number;
  seconds: number;
  /** Seconds since 1970. */
  published: number;
  chapters: string;
}>;

export type TestFeed = Readonly<{ name: string; xml: string; told: Reading }>;

const details = {
  show: readShowDetails(JSON.stringify(fullShow), 'show.json'),
  episode: readEpisodeDetails(JSON.stringify(fullEpisode), 'episode.json'),
};
const hardWords = 'Salt & pepper, 1 < 2, `a ]]> b`, &amp; 🎙️ and \u0001\u000bcontrol.';
const hardNotes = `${hardWords}\n\n${'- **Grüße** an [alle 🎧](https://example.com/?a=1&b=ü)\n'.repeat(80)}`;

/** For readers that keep an order of their own. */
export const byGuid = (one: ReadItem, other: ReadItem): number => (one.guid < other.guid ? -1 : 1);

/** The shows of this suite as feeds, with what was said when they were made. */
export const feeds: readonly TestFeed[] = [
  feedOf('three episodes', show, episodes),
  feedOf('everything that a feed can say', { ...show, details: details.show }, [
    published(1, { episode: { details: details.episode }, publication: alternatesOf(1) }),
    published(2, { publication: { coverKey: 'corridor-talk/episode-2/cover.png' } }),
  ]),
  feedOf('words that are hard to write down', { ...show, title: 'Q & A: 1 < 2, ]]> and 🎙️' }, [
    published(1, { episode: { title: 'Ben & Anna: 1 < 2, ]]> and 🎙️', notes: hardNotes } }),
  ]),
  feedOf(
    'three hundred episodes',
    show,
    Array.from({ length: 300 }, (_, n) => published(n + 1)),
  ),
];

function feedOf(name: string, of: Show, rows: readonly PublishedEpisode[]): TestFeed {
  const items = rows.map(toldOf).toSorted(byGuid);
  return { name, xml: printRss(composeFeed(of, rows, address)), told: { title: of.title, items } };
}

function toldOf({ episode, publication }: PublishedEpisode): ReadItem {
  const { bytes, seconds } = publication.master.enclosure;
  return {
    guid: episode.guid,
    title: episode.title,
    url: address(publication.enclosureKey),
    type: 'audio/mpeg',
    length: bytes,
    seconds: Math.round(seconds),
    published: publication.publishedAt.getTime() / 1000,
    chapters: address(publication.chaptersKey ?? ''),
  };
}
