import { readFileSync } from 'node:fs';
import { parseFeed } from 'podcast-partytime';
import { describe, expect, test } from 'vitest';
import { checkFeed } from '../../src/feed/check.ts';
import { composeFeed } from '../../src/feed/document.ts';
import { all, attributeOf, first, type XmlElement } from '../../src/feed/outline.ts';
import { printRss } from '../../src/feed/rss.ts';
import type { EpisodeDetails, ShowDetails } from '../../src/show/details.ts';
import { readEpisodeDetails, readShowDetails } from '../../src/show/details-file.ts';
import type { PublishedEpisode } from '../../src/show/episode.ts';
import type { Show } from '../../src/show/show.ts';
import { fullEpisode, fullShow } from '../show/full-details.ts';
import { address, alternatesOf, channelOf, episodes, published, show } from './fixtures.ts';

const showDetails = readShowDetails(JSON.stringify(fullShow), 'show.json');
const episodeDetails = readEpisodeDetails(JSON.stringify(fullEpisode), 'episode.json');
const rich: Show = { ...show, details: showDetails };
const withDetails = (details: EpisodeDetails, n = 1) => published(n, { episode: { details } });
const print = (of: Show, rows: readonly PublishedEpisode[]) => printRss(composeFeed(of, rows, address));
const full = print(rich, [withDetails(episodeDetails), published(2)]);

/** Name, attributes and text of an element, as they stand in the feed. */
const told = ({ name, attributes, text }: XmlElement) => [name, Object.fromEntries(attributes), text];
const tagsOf = (element: XmlElement, ...names: string[]) =>
  names.flatMap((name) => all(element, name).map(told));
const itemOf = (xml: string): XmlElement => {
  const item = all(channelOf(xml), 'item').at(-1);
  if (!item) throw new Error('there is no item');
  return item;
};
const channelWith = (details: ShowDetails) => channelOf(print({ ...show, details }, episodes));
const itemWith = (details: EpisodeDetails, of: Show = show) => itemOf(print(of, [withDetails(details)]));

describe('a show without details', () => {
  const rows = [
    published(1, { publication: { ...alternatesOf(1), coverKey: 'corridor-talk/episode-1/cover.png' } }),
    ...episodes.slice(1),
  ];
  const kept = readFileSync('test/feed/kept/without-details.xml', 'utf8');

  test('has the feed that it always had, byte for byte', () => {
    expect(print(show, rows)).toBe(kept);
  });

  test('has the same with details that say nothing', () => {
    const silent = rows.map(({ episode, publication }) => ({
      episode: { ...episode, details: {} },
      publication,
    }));
    expect(print({ ...show, details: {} }, silent)).toBe(kept);
  });
});

describe('a feed with everything', () => {
  test('holds against the whole check', () => {
    expect(checkFeed(full)).toEqual([]);
  });

  test('has the same bytes every time', () => {
    const again = readShowDetails(JSON.stringify(fullShow), 'show.json');
    expect(print({ ...show, details: again }, [published(2), withDetails(episodeDetails)])).toBe(full);
  });

  test('says every single thing of the show once', () => {
    const channel = channelOf(full);
    expect(
      tagsOf(
        channel,
        ...[
          'copyright',
          'itunes:type',
          'itunes:complete',
          'itunes:block',
          'podcast:locked',
          'podcast:medium',
        ],
        ...['podcast:block', 'podcast:license', 'podcast:updateFrequency'],
      ),
    ).toEqual([
      ['copyright', {}, 'Nordlicht Works eG'],
      ['itunes:type', {}, 'serial'],
      ['itunes:complete', {}, 'Yes'],
      ['itunes:block', {}, 'Yes'],
      ['podcast:locked', { owner: 'unlock@nordlicht.example' }, 'no'],
      ['podcast:medium', {}, 'podcast'],
      ['podcast:block', {}, 'yes'],
      ['podcast:license', {}, 'cc-by-4.0'],
      [
        'podcast:updateFrequency',
        { rrule: 'FREQ=WEEKLY;BYDAY=TU', complete: 'false', dtstart: '2026-03-03' },
        'Every Tuesday & sometimes more',
      ],
    ]);
  });

  test('says everything of which a show may have several', () => {
    expect(
      tagsOf(
        channelOf(full),
        ...['podcast:person', 'podcast:location', 'podcast:txt', 'podcast:funding', 'atom:link'],
      ),
    ).toEqual([
      ['podcast:person', { href: 'https://nordlicht.example/anna' }, 'Anna Ahrens'],
      [
        'podcast:person',
        { role: 'producer', group: 'writing', img: 'https://nordlicht.example/c.jpg' },
        'Carl',
      ],
      [
        'podcast:location',
        { rel: 'creator', geo: 'geo:53.55,9.99', osm: 'R62782', country: 'DE' },
        'Hamburg',
      ],
      ['podcast:txt', { purpose: 'verify' }, 'nordlicht-4711'],
      ['podcast:txt', { purpose: 'ai-content' }, 'false'],
      ['podcast:funding', { url: 'https://nordlicht.example/give?a=1&b=2' }, 'Give'],
      [
        'atom:link',
        { href: address('corridor-talk/feed.xml'), rel: 'self', type: 'application/rss+xml' },
        '',
      ],
      ['atom:link', { rel: 'hub', href: 'https://hub.example/' }, ''],
    ]);
    const roll = first(channelOf(full), 'podcast:podroll');
    expect(roll && tagsOf(roll, 'podcast:remoteItem')).toEqual([
      [
        'podcast:remoteItem',
        {
          feedGuid: '9b024349-ccf0-5f69-a609-6b82873eab3c',
          feedUrl: 'https://podnews.net/rss',
          medium: 'podcast',
          title: 'Podnews',
        },
        '',
      ],
    ]);
  });

  test('names the owner, and a second category behind the first', () => {
    const channel = channelOf(full);
    const owner = first(channel, 'itunes:owner');
    expect(owner && tagsOf(owner, 'itunes:name', 'itunes:email').map(([, , text]) => text)).toEqual([
      'Nordlicht Works',
      'claims@nordlicht.example',
    ]);
    expect(all(channel, 'itunes:category').map((each) => attributeOf(each, 'text'))).toEqual([
      'Business',
      'Technology',
    ]);
  });

  test('says everything of the episode', () => {
    expect(
      tagsOf(
        itemOf(full),
        ...['itunes:episodeType', 'itunes:block', 'podcast:season', 'podcast:episode', 'podcast:license'],
        ...['podcast:txt', 'podcast:location', 'podcast:socialInteract'],
      ),
    ).toEqual([
      ['itunes:episodeType', {}, 'bonus'],
      ['itunes:block', {}, 'Yes'],
      ['podcast:season', { name: 'The beginning' }, '1'],
      ['podcast:episode', { display: 'Interlude' }, '1.5'],
      ['podcast:license', { url: 'https://nordlicht.example/licence' }, 'House rules'],
      ['podcast:txt', { purpose: 'ai-content' }, 'true'],
      ['podcast:location', { rel: 'subject' }, 'The night train'],
      [
        'podcast:socialInteract',
        {
          protocol: 'activitypub',
          uri: 'https://social.example/@talk/1',
          accountId: '@talk',
          accountUrl: 'https://social.example/@talk',
          priority: '1',
        },
        '',
      ],
    ]);
  });

  test('is understood by a known reader', () => {
    const feed = parseFeed(full);
    expect(feed).toMatchObject({
      itunesType: 'serial',
      itunesComplete: true,
      itunesBlock: true,
      locked: false,
      license: { identifier: 'cc-by-4.0' },
      podcastPeople: [{ name: 'Anna Ahrens' }, { name: 'Carl' }],
      podcastFunding: [{ url: 'https://nordlicht.example/give?a=1&b=2', message: 'Give' }],
    });
    expect(feed?.items.at(-1)).toMatchObject({
      itunesEpisodeType: 'bonus',
      podcastSeason: { name: 'The beginning' },
      podcastEpisode: { number: 1.5, display: 'Interlude' },
      podcastSoundbites: [{ startTime: 69.25, duration: 30, title: 'What was decided' }],
    });
  });
});

describe('single tags', () => {
  test('a show that has moved names its new address', () => {
    const moved = channelOf(print({ ...show, movedTo: 'https://new.example/übersicht' }, episodes));
    expect(tagsOf(moved, 'itunes:new-feed-url')).toEqual([
      ['itunes:new-feed-url', {}, 'https://new.example/%C3%BCbersicht'],
    ]);
  });

  test('a show that began at another address names the one it has now, and no other show does', () => {
    const imported = channelOf(print({ ...show, guid: '4b4b44d0-8e3f-5f0c-9d92-52f4a2f0f6f1' }, episodes));
    expect(tagsOf(imported, 'itunes:new-feed-url')).toEqual([
      ['itunes:new-feed-url', {}, 'https://podcasts.nordlicht.example/corridor-talk/feed.xml'],
    ]);
    for (const guid of [show.guid, show.guid.toUpperCase()])
      expect(print({ ...show, guid }, episodes)).not.toContain('new-feed-url');
  });

  test('what is false is not said', () => {
    const channel = channelWith({ complete: false, block: false, locked: true });
    expect(tagsOf(channel, 'itunes:complete', 'itunes:block', 'podcast:block', 'podcast:locked')).toEqual([
      ['podcast:locked', {}, 'yes'],
    ]);
    expect(tagsOf(itemWith({ block: false }), 'itunes:block')).toEqual([]);
  });

  test('a second category that is the first is not said twice', () => {
    const channel = channelWith({ secondCategory: show.category });
    expect(all(channel, 'itunes:category')).toHaveLength(1);
  });

  test('a season without a name is said by its number alone', () => {
    const item = itemWith({}, { ...show, details: { seasons: [{ number: 2, name: 'Two' }] } });
    expect(tagsOf(item, 'podcast:season', 'itunes:season')).toEqual([['itunes:season', {}, '1']]);
  });

  test('an unnumbered episode of a show that is told in order is found before it is published', () => {
    const { number: _, ...bare } = published(1).episode;
    const rows = [{ ...published(1), episode: bare }];
    const rulesOf = (row: PublishedEpisode) =>
      checkFeed(print({ ...show, details: { type: 'serial' } }, [row])).map(({ rule }) => rule);
    expect(rows.flatMap(rulesOf)).toEqual(['apple-serial-number']);
    expect(rulesOf({ ...published(1), episode: { ...bare, details: { type: 'trailer' } } })).toEqual([]);
  });
});

describe('chapters in the feed', () => {
  const podlove = { ...show, details: { podloveChapters: true } };

  test('are the same as in the file beside it, on the line of the enclosure', () => {
    const list = first(itemOf(print(podlove, [published(1)])), 'psc:chapters');
    expect(list && [attributeOf(list, 'version'), ...tagsOf(list, 'psc:chapter')]).toEqual([
      '1.2',
      ['psc:chapter', { start: '00:00:00.000', title: 'Welcome' }, ''],
      ['psc:chapter', { start: '00:02:09.250', title: 'The question' }, ''],
      [
        'psc:chapter',
        { start: '00:25:09.750', title: 'What now?', href: 'https://nordlicht.example/now' },
        '',
      ],
    ]);
  });

  test('bring their namespace along, and no other show has it', () => {
    const namespace = 'xmlns:psc="http://podlove.org/simple-chapters"';
    expect(print(podlove, [published(1)]).split(namespace)).toHaveLength(2);
    const none = [published(1, { episode: { chapters: [] } })];
    expect(print(podlove, none)).not.toContain('<psc');
    expect(print({ ...show, details: { podloveChapters: false } }, episodes)).not.toContain('psc');
  });
});

describe('people', () => {
  const people = [{ name: 'Anna' }, { name: 'Carl', role: 'producer' }, { name: 'Dora', role: 'Host' }];
  const namesIn = (own: EpisodeDetails) =>
    all(itemWith(own, { ...show, details: { people } }), 'podcast:person').map(({ text }) => text);
  const guest = { name: 'Ben', role: 'guest' };

  test.each<[string, EpisodeDetails, string[]]>([
    ['an episode that names nobody leaves it to the show', {}, []],
    ['an empty list names nobody', { people: [] }, []],
    ['with a guest alone, the hosts are named again', { people: [guest] }, ['Anna', 'Dora', 'Ben']],
    ['with a host of its own, only its own are named', { people: [{ name: 'Eve' }, guest] }, ['Eve', 'Ben']],
    [
      'a host who is a guest for once is not both',
      { people: [{ name: 'Anna', role: 'guest' }] },
      ['Dora', 'Anna'],
    ],
  ])('%s', (_, details, names) => {
    expect(namesIn(details)).toEqual(names);
  });
});

describe('soundbites', () => {
  const passages = [
    { from: 10, to: 100, at: 5 },
    { from: 200, to: 300, at: 95 },
  ];
  const bitesIn = (soundbites: EpisodeDetails['soundbites'] & object) => {
    const { publication } = published(1);
    const row = published(1, {
      episode: { details: { soundbites } },
      publication: { master: { ...publication.master, passages } },
    });
    return all(itemOf(print(show, [row])), 'podcast:soundbite').map(({ attributes }) =>
      ['startTime', 'duration'].map((name) => Number(attributes.get(name))),
    );
  };

  test.each([
    ['moves with the talk', { from: 20, seconds: 30 }, [[15, 30]]],
    ['is shorter by what was cut out of it', { from: 90, seconds: 130 }, [[85, 30]]],
    ['begins where the sound goes on', { from: 150, seconds: 70 }, [[95, 20]]],
    ['ends where the sound ends', { from: 290, seconds: 60 }, [[185, 10]]],
    ['is left out where all of it was cut away', { from: 110, seconds: 60 }, []],
    ['is left out where hardly anything is left of it', { from: 130, seconds: 70.5 }, []],
    ['is left out behind the end', { from: 400, seconds: 60 }, []],
  ])('one %s', (_, soundbite, expected) => {
    expect(bitesIn([soundbite])).toEqual(expected);
  });
});
