import type { EpisodeDetails } from '../show/details.ts';
import type { Episode, Master, Publication, PublishedEpisode } from '../show/episode.ts';
import { mediaTypes } from '../show/formats.ts';
import type { Show } from '../show/show.ts';
import { transcriptNamings } from '../show/transcript/formats.ts';
import { type AddressOf, composeItem } from './item.ts';
import { printItem } from './rss.ts';

/**
 * Two made-up episodes as the feed would print them now: one with everything that an item can say, one with nothing that
 * it can do without. Whoever keeps printed items keeps this text beside them: when it comes out differently, the way in
 * which items are printed, or the public address, has changed, and what was kept is worth nothing.
 */
export const printSamples = (address: AddressOf): string =>
  [full, bare].map((published) => printItem(composeItem(show, published, address))).join('');

const MOMENT = new Date(Date.UTC(2020, 1, 29, 12, 34, 56));
const hash = (digit: string): string => digit.repeat(64);

const show: Show = {
  id: 1,
  slug: 'sample',
  guid: '917393e3-1b1e-5cef-ace4-edaa54e1f810',
  title: 'Sample',
  description: 'Sample',
  author: 'Sample',
  email: 'sample@example.org',
  language: 'en-gb',
  category: { main: 'Technology' },
  explicit: false,
  cover: { key: 'covers/c.png', sha256: hash('c'), bytes: 1, mediaType: 'image/png', side: 1400 },
  intros: [],
  outros: [],
  details: {
    podloveChapters: true,
    seasons: [{ number: 2, name: 'Second & last' }],
    people: [{ name: 'Hanna <Host>', img: 'https://example.org/h.jpg', href: 'https://example.org/h' }],
  },
  createdAt: MOMENT,
};

/** Everything that Markdown can do, what must not get through, and more than the description holds. */
const NOTES = [
  '# One\n## Two\n**bold** *leaning* `code` ~~gone~~ <b>raw</b> & "quoted" \u{1F399} ]]> é\u0001',
  '1. one\n2. two\n   - within\n\n> said\n\n    indented\n\n```\nfenced\n```\n\n---\n\n| a | b |\n|---|---|\n| 1 | 2 |',
  '[link](https://example.org/?a=1&b=2 "title") [none](javascript:alert(1)) [relative](/here) <mailto:a@example.org>',
  '![picture](https://example.org/p.png) https://bare.example.org/ example.org  \nbroken line\nand the next',
  'A sentence that is said again until there is more of it than a description may hold, an é in it. '.repeat(
    50,
  ),
].join('\n\n');

const DETAILS: EpisodeDetails = {
  type: 'bonus',
  display: { number: 1.5, text: 'Interlude' },
  people: [{ name: 'Gus', role: 'guest', group: 'writing' }],
  locations: [{ name: 'Here', rel: 'subject', geo: 'geo:53.55,9.99', osm: 'R62782', country: 'DE' }],
  soundbites: [
    { from: 60, seconds: 30.5, title: 'Bite' },
    { from: 200, seconds: 20 },
  ],
  license: { id: 'House rules', url: 'https://example.org/licence' },
  txt: [{ text: 'true', purpose: 'ai-content' }, { text: 'free' }],
  social: [
    { protocol: 'disabled' },
    {
      protocol: 'activitypub',
      uri: 'https://example.org/@s/1',
      accountId: '@s',
      accountUrl: 'https://example.org/@s',
      priority: 1,
    },
  ],
  block: true,
};

const loudness = { integrated: -16, range: 4, truePeak: -1.5 };
const further = { seconds: 1801.4, loudness, bytes: 14_411_200 };

const master: Master = {
  enclosure: { key: 'm.mp3', sha256: hash('a'), bytes: 28_816_001, seconds: 1801.4, mediaType: 'audio/mpeg' },
  alternates: [
    { ...further, key: 'm.m4a', sha256: hash('b'), mediaType: mediaTypes.m4a, bitrate: 96 },
    { ...further, key: 'm.opus', sha256: hash('d'), mediaType: mediaTypes.opus, bitrate: 64 },
  ],
  before: loudness,
  after: loudness,
  talkStartsAt: 9.25,
  passages: [
    { from: 0, to: 100, at: 9.25 },
    { from: 110, to: 1790, at: 109.25 },
  ],
  remarks: [],
};

/** With what an address has to write in another way. */
const folder = 'sample/full & whole';

const full: PublishedEpisode = {
  episode: {
    ...{ id: 1, showId: 1, slug: 'full', guid: 'sample-full', title: ' Full \n& <whole> \u0002' },
    notes: NOTES,
    chapters: [
      { start: 0, title: 'Welcome' },
      { start: 105, title: 'Cut & mended' },
      { start: 1500.5, title: 'Now', url: 'https://example.org/now' },
    ],
    cover: { key: 'covers/e.jpg', sha256: hash('e'), bytes: 1, mediaType: 'image/jpeg', side: 1400 },
    ...{ season: 2, number: 7, explicit: true, recording: hash('f'), wish: 'public' },
    details: DETAILS,
    createdAt: MOMENT,
  } satisfies Episode,
  publication: {
    publishedAt: MOMENT,
    changedAt: MOMENT,
    master,
    enclosureKey: `${folder}/full.mp3`,
    alternateKeys: [`${folder}/full.m4a`, `${folder}/full.opus`],
    chaptersKey: `${folder}/chapters.json`,
    transcripts: Object.values(transcriptNamings).map(({ mediaType, ending }, i) => ({
      key: `${folder}/transcript${ending}`,
      mediaType,
      ...(i % 2 === 0 ? { language: 'de' } : {}),
    })),
    coverKey: `${folder}/cover.jpg`,
  } satisfies Publication,
};

const bare: PublishedEpisode = {
  episode: {
    ...{ id: 2, showId: 1, slug: 'bare', guid: 'sample-bare', title: 'Bare', notes: '', chapters: [] },
    ...{ explicit: false, recording: hash('f'), wish: 'public', createdAt: MOMENT },
  },
  publication: {
    publishedAt: MOMENT,
    changedAt: MOMENT,
    master: {
      enclosure: { ...master.enclosure, seconds: 0.2 },
      ...{ before: loudness, after: loudness, talkStartsAt: 0, remarks: [] },
    },
    enclosureKey: 'sample/bare/bare.mp3',
  },
};
