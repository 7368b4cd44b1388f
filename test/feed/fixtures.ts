import { first, readOutline, type XmlElement } from '../../src/feed/outline.ts';
import type { PublishedEpisode } from '../../src/show/episode.ts';
import type { Episode, Publication } from '../../src/show/episode.ts';
import { enclosureKey } from '../../src/show/keys.ts';
import type { Show } from '../../src/show/show.ts';

/** A show with three published episodes, for every test that needs rows to make a feed from. */
const hash = (digit: string): string => digit.repeat(64);

export const show: Show = {
  id: 1,
  slug: 'corridor-talk',
  guid: '10ead188-18b8-557e-8406-2812b4a408a0',
  title: 'Corridor Talk',
  description: 'Conversations from between the meeting rooms: how work is really done & decided.',
  author: 'Nordlicht Works',
  email: 'podcast@nordlicht.example',
  language: 'en-gb',
  category: { main: 'Business', sub: 'Careers' },
  explicit: false,
  cover: { key: 'covers/c.jpg', sha256: hash('c'), bytes: 300_000, mediaType: 'image/jpeg', side: 3000 },
  intros: [],
  outros: [],
  createdAt: new Date('2026-01-05T09:00:00Z'),
};

export const address = (key: string): string => `https://podcasts.nordlicht.example/${key}`;

/** What the nth episode has in further formats: AAC and Opus. */
export function alternatesOf(n: number) {
  const loudness = { integrated: -16, range: 4.2, truePeak: -1.4 };
  const { publication } = published(n);
  const common = { seconds: 1801.4, loudness };
  const alternates = [
    {
      ...common,
      key: 'masters/a.m4a',
      sha256: hash('d'),
      bytes: 21_616_800,
      mediaType: 'audio/mp4',
      bitrate: 96,
    },
    {
      ...common,
      key: 'masters/a.opus',
      sha256: hash('e'),
      bytes: 14_411_200,
      mediaType: 'audio/ogg',
      bitrate: 64,
    },
  ] as const;
  const alternateKeys = ['m4a', 'opus'].map((ending) => publication.enclosureKey.replace(/mp3$/, ending));
  return { master: { ...publication.master, alternates }, alternateKeys };
}

type Changes = Readonly<{ episode?: Partial<Episode>; publication?: Partial<Publication> }>;

/** The nth published episode, one a week from March 2026. */
export function published(n: number, { episode = {}, publication = {} }: Changes = {}): PublishedEpisode {
  const made: Episode = {
    id: n,
    showId: show.id,
    slug: `episode-${n}`,
    guid: `0b6f1a52-1c1f-4f6e-9a1b-${String(n).padStart(12, '0')}`,
    title: `What we learnt in week ${n}`,
    notes: `Anna talks with **Ben**.\n\n- The [plan](https://nordlicht.example/plan?week=${n}&a=b)\n- The rest`,
    chapters: [
      { start: 0, title: 'Welcome' },
      { start: 120, title: 'The question' },
      { start: 1500.5, title: 'What now?', url: 'https://nordlicht.example/now' },
    ],
    season: 1,
    number: n,
    explicit: false,
    recording: hash('a'),
    wish: 'public',
    createdAt: new Date(Date.UTC(2026, 2, 2 + 7 * (n - 1), 15)),
    ...episode,
  };
  const moment = new Date(Date.UTC(2026, 2, 3 + 7 * (n - 1), 8));
  const key = enclosureKey(show, made, hash(String(n % 10)));
  const sha256 = hash(String(n % 10));
  const enclosure = { key, sha256, bytes: 28_816_000 + n, seconds: 1801.4, mediaType: 'audio/mpeg' } as const;
  const released: Publication = {
    publishedAt: moment,
    changedAt: moment,
    master: {
      enclosure,
      before: { integrated: -23.4, range: 12.1, truePeak: -3 },
      after: { integrated: -16, range: 4.2, truePeak: -1.4 },
      talkStartsAt: 9.25,
      remarks: [],
    },
    enclosureKey: key,
    chaptersKey: `corridor-talk/${made.slug}/chapters-0123456789ab.json`,
    ...publication,
  };
  return { episode: made, publication: released };
}

export const episodes: readonly PublishedEpisode[] = [published(1), published(2), published(3)];

/** The channel of a feed's text. */
export function channelOf(xml: string): XmlElement {
  const { root, fault } = readOutline(xml);
  const channel = root && first(root, 'channel');
  if (fault !== undefined || !channel) throw new Error(`There is no channel: ${fault}`);
  return channel;
}
