import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CorridorError } from '../../src/errors.ts';
import { checkFeed } from '../../src/feed/check.ts';
import { composeFeed } from '../../src/feed/document.ts';
import { printRss } from '../../src/feed/rss.ts';
import {
  printEpisodeDetails,
  printShowDetails,
  readEpisodeDetails,
  readShowDetails,
} from '../../src/show/details-file.ts';
import { isRecurrence } from '../../src/show/recurrence.ts';
import { demandNumbers } from '../../src/show/series.ts';
import { address, published, show } from '../feed/fixtures.ts';
import { fullEpisode, fullShow } from './full-details.ts';

const readShow = (details: unknown) => readShowDetails(JSON.stringify(details), 'show.json');
const readEpisode = (details: unknown) => readEpisodeDetails(JSON.stringify(details), 'episode.json');

/** What an error says. */
function saidBy(act: () => unknown): string {
  try {
    act();
  } catch (thrown) {
    if (!(thrown instanceof CorridorError)) throw thrown;
    expect(thrown).toMatchObject({
      code: 'details-invalid',
      hint: expect.stringContaining('docs/details.md'),
    });
    return thrown.message;
  }
  throw new Error('it was taken');
}

describe('a file with everything', () => {
  test('is read as it stands, the category in its parts', () => {
    expect(readShow(fullShow)).toEqual({ ...fullShow, secondCategory: { main: 'Technology' } });
    expect(readEpisode(fullEpisode)).toEqual(fullEpisode);
  });

  test('is printed so that it is read again as it was', () => {
    const details = readShow({ ...fullShow, secondCategory: 'Arts > Books' });
    expect(readShowDetails(printShowDetails(details), 'again.json')).toEqual(details);
    const own = readEpisode(fullEpisode);
    expect(readEpisodeDetails(printEpisodeDetails(own), 'again.json')).toEqual(own);
  });
});

test('an empty file says nothing, but that chapters stand in the feed', () => {
  expect(readShow({})).toEqual({ podloveChapters: true });
  expect(readEpisode({ $schema: './episode.schema.json' })).toEqual({});
});

describe('what a feed cannot hold is mended where it is clear how', () => {
  test('texts lose what XML forbids, line breaks in names, and blanks around them', () => {
    const people = [{ name: ' Anna\u0000 \n Ahrens ', role: '\u200bguest'.slice(1) }];
    expect(readShow({ people }).people).toEqual([{ name: 'Anna Ahrens', role: 'guest' }]);
    expect(readShow({ txt: [{ text: ' one\ntwo\u0001 ' }] }).txt).toEqual([{ text: 'one\ntwo' }]);
  });

  test.each([
    ['https://bücher.example/größe', 'https://xn--bcher-kva.example/gr%C3%B6%C3%9Fe'],
    [' https://a.example ', 'https://a.example/'],
    ['https://a.example/{x}|y^z', 'https://a.example/%7Bx%7D%7Cy%5Ez'],
    ['https://a.example/100%?q=`', 'https://a.example/100%25?q=%60'],
  ])('the address %s becomes %s', (from, to) => {
    expect(readShow({ hubs: [from] }).hubs).toEqual([to]);
  });

  test('times are in whole milliseconds', () => {
    expect(readEpisode({ soundbites: [{ from: 1.23456, seconds: 20 }] }).soundbites?.[0]?.from).toBe(1.235);
  });
});

const long = (length: number) => 'ä'.repeat(length);
const person = (more: object) => ({ people: [{ name: 'Anna' }, { name: 'Ben', ...more }] });
const place = (more: object) => ({ locations: [{ name: 'Hamburg', ...more }] });

describe('a show’s details are refused', () => {
  test.each<[unknown, string]>([
    [[], 'it is []'],
    [null, 'it is null'],
    [{ titel: 'x' }, 'it has no field "titel" (it has type, secondCategory'],
    [{ type: 'daily' }, 'type is "daily", but has to be one of "episodic", "serial"'],
    [{ secondCategory: 'Busines' }, 'secondCategory is not in Apple’s list. Did you mean “Business”'],
    [{ secondCategory: 7 }, 'secondCategory is 7'],
    [{ copyright: '© 2026 Nordlicht' }, 'copyright is "© 2026 Nordlicht"'],
    [{ copyright: long(256) }, 'copyright is'],
    [{ owner: { name: 'N' } }, 'owner.email is missing'],
    [{ owner: { name: 'N', email: 'nobody' } }, 'owner.email is "nobody"'],
    [{ locked: 'no' }, 'locked is "no", but has to be true or false'],
    [{ medium: 'tv' }, 'medium is "tv"'],
    [person({ name: '' }), 'people[1].name is "", but has to be text of 1 to 128 characters'],
    [person({ name: long(129) }), 'people[1].name is'],
    [person({ name: null }), 'people[1].name is null'],
    [person({ role: long(129) }), 'people[1].role is'],
    [person({ group: '\u0002' }), 'people[1].group is ""'],
    [person({ href: 'http://a.example' }), 'people[1].href is "http://a.example"'],
    [person({ img: 'https://me:secret@a.example/a.jpg' }), 'people[1].img is'],
    [person({ href: 'javascript:alert(1)' }), 'people[1].href is "javascript:alert(1)"'],
    [person({ href: '/about' }), 'people[1].href is "/about"'],
    [person({ href: `https://a.example/${'a'.repeat(2000)}` }), 'people[1].href is'],
    [{ people: Array.from({ length: 51 }, () => ({ name: 'A' })) }, 'people has more than 50 entries'],
    [{ people: { name: 'Anna' } }, 'people is {"name":"Anna"}, but has to be a list in [ ]'],
    [place({ rel: 'near' }), 'locations[0].rel is "near"'],
    [place({ geo: 'geo:91,0' }), 'locations[0].geo is "geo:91,0"'],
    [place({ geo: 'geo:0,181' }), 'locations[0].geo is "geo:0,181"'],
    [place({ geo: '53.5,9.9' }), 'locations[0].geo is "53.5,9.9"'],
    [place({ osm: 'X1' }), 'locations[0].osm is "X1"'],
    [place({ country: 'UK' }), 'locations[0].country is "UK"'],
    [place({ country: 'de' }), 'locations[0].country is "de"'],
    [
      { seasons: [{ number: 0, name: 'Zero' }] },
      'seasons[0].number is 0, but has to be a whole number from 1',
    ],
    [{ seasons: [{ number: 1.5, name: 'Half' }] }, 'seasons[0].number is 1.5'],
    [{ seasons: [{ number: 1, name: long(129) }] }, 'seasons[0].name is'],
    [{ seasons: ['one', 'two'].map((name) => ({ number: 1, name })) }, 'seasons names a season twice'],
    [{ funding: [{ url: 'https://a.example' }] }, 'funding[0].text is missing'],
    [{ funding: [{ url: 'https://a.example', text: long(129) }] }, 'funding[0].text is'],
    [{ updateFrequency: { text: 'Daily', rrule: 'weekly' } }, 'updateFrequency.rrule is "weekly"'],
    [
      { updateFrequency: { text: 'Daily', dtstart: '2026-02-31' } },
      'updateFrequency.dtstart is "2026-02-31"',
    ],
    [{ updateFrequency: { text: long(129) } }, 'updateFrequency.text is'],
    [{ license: { id: 'My own' } }, 'license.url is missing'],
    [{ podroll: [{ feedGuid: 'podnews' }] }, 'podroll[0].feedGuid is "podnews"'],
    [{ txt: [{ text: long(4001) }] }, 'txt[0].text is'],
    [{ txt: [{ text: 'x', purpose: long(129) }] }, 'txt[0].purpose is'],
    [{ txt: [{ text: 'perhaps', purpose: 'ai-content' }] }, 'txt[0].text has to be "true" or "false"'],
    [{ hubs: ['https://hub.example', 'hub'] }, 'hubs[1] is "hub"'],
    [{ complete: 'Yes' }, 'complete is "Yes"'],
    [{ block: 1 }, 'block is 1'],
  ])('%j: %s', (details, says) => {
    expect(saidBy(() => readShow(details))).toContain(says);
  });
});

describe('an episode’s details are refused', () => {
  test.each<[unknown, string]>([
    [{ type: 'Full' }, 'type is "Full"'],
    [{ display: { text: 'Interlude' } }, 'display.number is missing'],
    [{ display: { number: -1 } }, 'display.number is -1'],
    [{ display: { number: 1e-7 } }, 'display.number is 1e-7'],
    [{ display: { number: 1, text: long(33) } }, 'display.text is'],
    [{ soundbites: [{ from: -1, seconds: 30 }] }, 'soundbites[0].from is -1'],
    [{ soundbites: [{ from: 0, seconds: 0 }] }, 'soundbites[0].seconds is 0'],
    [{ soundbites: [{ from: 0, seconds: 30, title: long(129) }] }, 'soundbites[0].title is'],
    [{ social: [{ protocol: 'activitypub' }] }, 'social[0].uri is missing'],
    [{ social: [{ protocol: 'myspace', uri: 'https://a.example' }] }, 'social[0].protocol is "myspace"'],
    [
      { social: [{ protocol: 'nostr', uri: 'javascript:alert(1)' }] },
      'social[0].uri is "javascript:alert(1)"',
    ],
    [{ social: [{ protocol: 'hive', uri: 'http://a.example' }] }, 'social[0].uri is "http://a.example"'],
    [{ social: [{ protocol: 'disabled', priority: 0 }] }, 'social[0].priority is 0'],
    [{ seasons: [] }, 'it has no field "seasons"'],
  ])('%j: %s', (details, says) => {
    expect(saidBy(() => readEpisode(details))).toContain(says);
  });
});

describe('limits count characters as people do', () => {
  test.each([
    ['128 umlauts', long(128)],
    ['128 signs beyond the first plane', '🎙'.repeat(128)],
  ])('a name of %s is taken', (_, name) => {
    expect(readShow({ people: [{ name }] }).people?.[0]?.name).toBe(name);
  });

  test('one more is not', () => {
    expect(saidBy(() => readShow({ people: [{ name: '🎙'.repeat(129) }] }))).toContain('people[0].name');
  });
});

test('a comment that nobody should write needs no address', () => {
  expect(readEpisode({ social: [{ protocol: 'disabled' }] }).social).toEqual([{ protocol: 'disabled' }]);
});

describe('hostile files', () => {
  test('what is no JSON is told with its line', () => {
    expect(saidBy(() => readShowDetails('{\n"type": serial\n}', 'odd.json'))).toBe(
      'The details in odd.json are no JSON: there is a mistake in line 2, column 9.',
    );
    expect(saidBy(() => readShowDetails(' \n', 'odd.json'))).toContain('the file is empty');
  });

  test('endless nesting, and a field that every object has', () => {
    expect(saidBy(() => readShowDetails('['.repeat(500_000), 'deep.json'))).toContain('deep.json');
    expect(saidBy(() => readShowDetails('{"__proto__": {"type": "serial"}}', 'x.json'))).toContain(
      '__proto__',
    );
  });

  test('seventeen faults are all told, and a thousand as twenty', () => {
    const odd = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`field${i}`, 'x'.repeat(500)]));
    const few = Array.from({ length: 17 }, () => ({ name: '' }));
    expect(saidBy(() => readShow({ people: few }))).toMatch(/people\[0\].*people\[16\]\.name/);
    const people = Array.from({ length: 50 }, () => ({ ...odd, href: 'x'.repeat(1000) }));
    const says = saidBy(() => readShow({ people }));
    expect(says.length).toBeLessThan(12_000);
    expect(says).toMatch(/and \d+ more faults\.$/);
  });

  test('long texts of one sign are looked at without going back and forth', () => {
    for (const sign of ['a', '-', '.', '@', '%', '1', ';', ' ', ','])
      for (const field of ['copyright', 'lockedOwner']) {
        const value = sign.repeat(200_000);
        expect(() => readShow({ [field]: value, updateFrequency: { text: 'x', rrule: value } })).toThrow();
      }
  });

  test('any JSON whatever is read or refused, never more', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(...Object.keys(fullShow)), (value, field) => {
        for (const details of [value, { [field]: value }, { [field]: [value] }])
          try {
            readShow(details);
            readEpisode(details);
          } catch (thrown) {
            expect(thrown).toMatchObject({ code: 'details-invalid' });
          }
      }),
      { numRuns: 300 },
    );
  });

  test('whatever is taken makes a feed without a finding', () => {
    const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 128 });
    fc.assert(
      fc.property(word, word, fc.webUrl({ validSchemes: ['https'] }), (name, text, href) => {
        const said = {
          people: [{ name, href, role: text, group: name }],
          funding: [{ url: href, text }],
          txt: [{ text }],
        };
        let details: ReturnType<typeof readShow>;
        try {
          details = readShow(said);
        } catch {
          return;
        }
        const feed = printRss(composeFeed({ ...show, details }, [published(1)], address));
        expect(checkFeed(feed).filter(({ rule }) => !/rss-address-escaped/.test(rule))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  }, 30_000);
});

describe('recurrence rules of RFC 5545', () => {
  test.each([
    'FREQ=DAILY',
    'FREQ=WEEKLY;BYDAY=TU,TH',
    'FREQ=MONTHLY;BYDAY=-1FR;COUNT=12',
    'FREQ=YEARLY;BYMONTH=1,12;BYMONTHDAY=-1;UNTIL=20301231T235959Z',
    'INTERVAL=2;FREQ=WEEKLY;WKST=SU',
    'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2',
  ])('%s is one', (rule) => {
    expect(isRecurrence(rule)).toBe(true);
  });

  test.each([
    '',
    'weekly',
    'FREQ=FORTNIGHTLY',
    'BYDAY=TU',
    'FREQ=WEEKLY;',
    'FREQ=WEEKLY;FREQ=DAILY',
    'FREQ=WEEKLY;COUNT=2;UNTIL=20301231',
    'FREQ=WEEKLY;BYDAY=XX',
    'FREQ=WEEKLY;BYDAY=0MO',
    'FREQ=WEEKLY;BYDAY=54MO',
    'FREQ=YEARLY;BYMONTH=13',
    'FREQ=YEARLY;BYMONTH=0',
    'FREQ=DAILY;BYHOUR=24',
    'FREQ=DAILY;BYHOUR=-1',
    'FREQ=DAILY;INTERVAL=0',
    'FREQ=DAILY=DAILY',
    'FREQ=DAILY;X=1',
    `FREQ=DAILY;BYMONTHDAY=${'1,'.repeat(400)}1`,
  ])('%j is none', (rule) => {
    expect(isRecurrence(rule)).toBe(false);
  });
});

describe('a show that is told in order', () => {
  const serial = { details: { type: 'serial' } } as const;
  const told = (episodes: Parameters<typeof demandNumbers>[1]) => () => demandNumbers(serial, episodes);

  test('wants a number of every full episode', () => {
    expect(told([{ title: 'A', number: 1 }, { title: 'B' }, { title: 'C' }])).toThrow(
      /“B” has no number \(and 1 more\)/,
    );
  });

  test('wants none of trailers and bonus episodes, and of none where the show is not told in order', () => {
    expect(told([{ title: 'A', details: { type: 'trailer' } }])).not.toThrow();
    expect(told([{ title: 'A', details: { type: 'bonus' } }])).not.toThrow();
    expect(() => demandNumbers({}, [{ title: 'A' }])).not.toThrow();
  });
});
