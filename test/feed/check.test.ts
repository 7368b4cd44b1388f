import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { checkFeed } from '../../src/feed/check.ts';
import { checkNotes } from '../../src/feed/notes-rules.ts';
import { composeFeed } from '../../src/feed/document.ts';
import { readFeedText } from '../../src/feed/encoding-rules.ts';
import { printRss } from '../../src/feed/rss.ts';
import { address, alternatesOf, episodes, published, show } from './fixtures.ts';

const good = printRss(composeFeed(show, episodes, address));
const rulesOf = (xml: string, severity?: string) =>
  checkFeed(xml)
    .filter((finding) => severity === undefined || finding.severity === severity)
    .map(({ rule }) => rule);

test('a good feed has no findings', () => {
  expect(checkFeed(good)).toEqual([]);
});

describe('a document that is no feed', () => {
  test('a raw & is told with its line', () => {
    const line = good.slice(0, good.indexOf('<itunes:author>')).split('\n').length;
    const [finding] = checkFeed(good.replace('<itunes:author>', '<itunes:author>Q & A '));
    expect(finding).toMatchObject({ rule: 'rss-well-formed', severity: 'error', place: `line ${line}` });
  });

  test.each([
    ['', 'rss-well-formed'],
    ['<rss', 'rss-well-formed'],
    ['{"not": "xml"}', 'rss-well-formed'],
    ['<rss version="2.0"><channel></rss>', 'rss-well-formed'],
    ['<rss version="2.0"><channel><itunes:x/></channel></rss>', 'rss-well-formed'],
    ['<html/>', 'rss-format'],
    ['<feed xmlns="http://www.w3.org/2005/Atom"/>', 'rss-format'],
    ['<rss version="2.0"/>', 'rss-format'],
  ])('%j', (xml, rule) => {
    expect(rulesOf(xml)).toContain(rule);
    expect(rulesOf(xml, 'error').length).toBeGreaterThan(0);
  });

  test('entities that would unfold into gigabytes are not unfolded', () => {
    const levels = Array.from({ length: 30 }, (_, i) => `<!ENTITY e${i + 1} "${`&e${i};`.repeat(10)}">`);
    const bomb = `<!DOCTYPE rss [<!ENTITY e0 "ha">${levels.join('')}]><rss version="2.0"><channel><title>&e30;</title></channel></rss>`;
    expect(rulesOf(bomb)).toEqual(['rss-well-formed']);
  });

  test('external entities are not fetched', () => {
    const xml =
      '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel><title>&x;</title></channel></rss>';
    expect(rulesOf(xml)).toEqual(['rss-well-formed']);
  });

  test('endless nesting is refused at once', () => {
    const deep = '<a>'.repeat(50_000) + '</a>'.repeat(50_000);
    expect(rulesOf(`<rss version="2.0"><channel>${deep}</channel></rss>`)).toEqual(['rss-well-formed']);
  });
});

describe('words that fit the fault', () => {
  const saying = (xml: string, around = {}) =>
    checkFeed(xml, around).map(({ severity, rule, what, mend }) => `${severity} ${rule}: ${what} → ${mend}`);

  test('an empty document is empty', () => {
    expect(saying(' \n')).toEqual([expect.stringContaining('There is nothing: the feed is empty.')]);
  });

  test('an entity that the document defines is not unfolded, and that is said', () => {
    const xml = good
      .replace('<rss', '<!DOCTYPE rss [<!ENTITY nbsp "&#160;">]><rss')
      .replace('<itunes:author>', '<itunes:author>a&nbsp;b');
    expect(saying(xml)).toEqual([expect.stringMatching(/what a DOCTYPE defines is not unfolded.*&#160;/)]);
  });

  test.each<readonly [string, string | RegExp, string, RegExp]>([
    ['explicit', '<itunes:explicit>false<', '<itunes:explicit> false <', /^error apple-explicit/],
    ['a type', 'type="audio/mpeg"', 'type="audio/mpeg "', /^error apple-enclosure-type/],
    ['a language', '[en-gb]', '[ en-gb ]', /^error apple-language/],
    ['an enclosure', /(<enclosure url=")([^"]*)/, '$1 $2 ', /^error rss-address/],
    ['a length', /(<enclosure [^>]*length=")/, '$1 ', /^error rss-enclosure-length/],
    ['a category', 'text="Careers"', 'text=" Careers"', /^error apple-category/],
    [
      'an author',
      '<itunes:duration>',
      '<itunes:author> A</itunes:author><itunes:duration>',
      /^warning apple-space/,
    ],
  ])('blanks around %s are told as blanks, and as nothing else', (_, from, to, rule) => {
    const says = saying(good.replace(from, to));
    expect(says).toEqual([expect.stringMatching(/There is white space around .* → Take it away\.$/)]);
    expect(says[0]).toMatch(rule);
  });

  test('what is wrong without the blanks, too, is told as it is', () => {
    expect(saying(good.replace('<itunes:explicit>false<', '<itunes:explicit> no <'))).toEqual([
      expect.stringContaining('“no” is neither true nor false'),
    ]);
  });

  test.each([
    ['45:01', 2701],
    ['1:00:05', 3605],
  ])('the length %s is told in its seconds', (length, seconds) => {
    const xml = good.replace(/<itunes:duration>\d+/, `<itunes:duration>${length}`);
    expect(saying(xml).find((says) => says.includes('psp1-duration'))).toMatch(
      new RegExp(`Write whole seconds: ${seconds}$`),
    );
  });

  test.each([
    ['7. Sinfonie', '<itunes:episode>3', []],
    ['3. Sinfonie', '<itunes:episode>3', ['warning']],
    ['7. Sinfonie', '', []],
    ['Episode 7: Sinfonie', '', ['warning']],
  ])('the title %s beside %j', (title, number, severities) => {
    const xml = good
      .replace(/<itunes:title>.*?<\/itunes:title>/, `<itunes:title>${title}</itunes:title>`)
      .replace('<itunes:episode>3', number === '' ? '<itunes:x>3' : number)
      .replace(number === '' ? '</itunes:episode>' : '\u0000', '</itunes:x>');
    const found = checkFeed(xml).filter(({ rule }) => rule === 'apple-title-number');
    expect(found.map(({ severity }) => severity)).toEqual(severities);
  });
});

describe('an address that listeners cannot reach', () => {
  test.each(['192.168.1.5', 'localhost', '10.1.2.3', 'nas.local', '[fd00::1]', '169.254.0.1'])(
    '%s',
    (host) => {
      const inside = good.replace('url="https://podcasts.nordlicht.example', `url="https://${host}`);
      expect(inside).not.toBe(good);
      expect(checkFeed(inside)).toMatchObject([{ rule: 'http-private-address', severity: 'warning' }]);
      const feedUrls = [
        `https://${host}/feed.xml`,
        'https://podcasts.nordlicht.example/corridor-talk/feed.xml',
      ];
      expect(checkFeed(inside, { feedUrls })).toEqual([]);
    },
  );

  test.each(['10.example.com', '192.168.example', '8.8.8.8'])('is not %s', (host) => {
    expect(
      checkFeed(good.replace('url="https://podcasts.nordlicht.example', `url="https://${host}`)),
    ).toEqual([]);
  });
});

describe('a further format', () => {
  const rich = printRss(composeFeed(show, [published(1, { publication: alternatesOf(1) })], address));
  test.each([
    ['without a type', / type="audio\/ogg"/, '', 'podcast-alternate-type'],
    ['without a source', /<podcast:source uri="[^"]*opus"\/>/, '', 'podcast-alternate-source'],
    ['with an empty source', /uri="[^"]*opus"/, 'uri=""', 'podcast-alternate-source'],
    ['with a blank source', /uri="[^"]*opus"/, 'uri="  "', 'podcast-alternate-source'],
    ['with a relative source', /uri="[^"]*opus"/, 'uri="a.opus"', 'rss-address'],
    ['of a type that is none', 'type="audio/ogg"', 'type="banana"', 'podcast-alternate-type'],
    ['over plain http', /uri="https(:[^"]*opus")/, 'uri="http$1', 'apple-https'],
    ['of no length', 'length="14411200"', 'length="0"', 'podcast-alternate-length'],
  ])('%s is told', (_, from, to, rule) => {
    expect(rulesOf(rich)).toEqual([]);
    expect(rulesOf(rich.replace(from, to), 'error')).toEqual([rule]);
  });

  test('may come over another transport', () => {
    expect(rulesOf(rich.replace(/uri="[^"]*opus"/, 'uri="ipfs://QmX"'))).toEqual([]);
  });
});

/** One thing changed in the good feed, and the finding that it brings. */
const faults: readonly [what: string, from: string | RegExp, to: string, rule: string, severity: string][] = [
  ['no version', 'version="2.0" xmlns', 'version="0.91" xmlns', 'rss-version', 'error'],
  ['another encoding', 'encoding="UTF-8"', 'encoding="ISO-8859-1"', 'apple-encoding', 'error'],
  ['no encoding', /<\?xml.*\?>\n/, '', 'apple-encoding', 'warning'],
  ['a DOCTYPE', '<rss', '<!DOCTYPE rss><rss', 'rss-doctype', 'warning'],
  [
    'a namespace misspelt',
    'www.itunes.com/dtds/podcast',
    'www.itunes.com/DTDs/podcast',
    'rss-namespace',
    'error',
  ],
  ['no title', '<title><![CDATA[Corridor Talk]]></title>', '', 'rss-title', 'error'],
  ['no description', /<description>.*?<\/description>/, '', 'rss-description', 'error'],
  ['a description too long', 'Conversations', 'ü'.repeat(2000), 'apple-description-length', 'error'],
  ['no language', /<language>.*<\/language>/, '', 'apple-language', 'error'],
  ['an unknown language', 'en-gb', 'english', 'apple-language', 'error'],
  ['a language that is none', 'en-gb', 'xx', 'apple-language', 'error'],
  ['no explicit', /<itunes:explicit>.*?<\/itunes:explicit>/, '', 'apple-explicit', 'error'],
  ['explicit no', '<itunes:explicit>false', '<itunes:explicit>no', 'apple-explicit', 'error'],
  ['explicit with blanks', '<itunes:explicit>false', '<itunes:explicit> false', 'apple-explicit', 'error'],
  ['no category', /<itunes:category[\s\S]*<\/itunes:category>/, '', 'apple-category', 'error'],
  ['a category in small letters', 'text="Business"', 'text="business"', 'apple-category', 'error'],
  ['a strange subcategory', 'text="Careers"', 'text="Parenting"', 'apple-category', 'error'],
  ['no self link', /<atom:link.*?>/, '', 'psp1-self-link', 'error'],
  ['no cover', /<itunes:image.*?>/, '', 'apple-artwork', 'error'],
  ['a cover as gif', 'cccc.jpg"/>', 'cccc.gif"/>', 'apple-artwork-ending', 'error'],
  ['no author', /<itunes:author>.*<\/itunes:author>/, '', 'spotify-author', 'error'],
  ['a guid that is no UUID', show.guid, 'my-show', 'podcast-guid', 'warning'],
  ['locked wrongly', '<podcast:locked>yes', '<podcast:locked>true', 'podcast-locked', 'error'],
  ['a strange type', 'episodic', 'daily', 'apple-type', 'error'],
  ['no items', /<item>[\s\S]*<\/item>/, '', 'apple-item', 'error'],
  ['plain http', 'url="https://', 'url="http://', 'apple-https', 'error'],
  [
    'loopback',
    /https:\/\/podcasts\.nordlicht\.example/g,
    'http://localhost:8080/feed',
    'apple-https',
    'warning',
  ],
  [
    'a private network',
    /https:\/\/podcasts\.nordlicht\.example/g,
    'http://10.1.2.3',
    'apple-https',
    'warning',
  ],
  ['a relative address', 'url="https://podcasts.nordlicht.example', 'url="', 'rss-address', 'error'],
  ['letters in an address', '/episode-3/episode-3-', '/épisode-3/episode-3-', 'apple-address-ascii', 'error'],
  ['no enclosure', /<enclosure.*?>/, '', 'rss-enclosure', 'error'],
  ['two enclosures', /(<enclosure.*?>)/, '$1$1', 'rss-enclosure-one', 'error'],
  ['length zero', /length="\d+"/, 'length="0"', 'rss-enclosure-length', 'error'],
  ['no length', /length="\d+"/, '', 'rss-enclosure-length', 'error'],
  ['type audio/mp3', 'audio/mpeg', 'audio/mp3', 'apple-enclosure-type', 'error'],
  ['a wrong ending', /\.mp3/, '.m4a', 'apple-enclosure-ending', 'error'],
  ['no guid', /<guid.*?<\/guid>/, '', 'apple-guid', 'error'],
  ['a guid twice', '000000000003<', '000000000002<', 'apple-guid-unique', 'error'],
  ['isPermaLink forgotten', ' isPermaLink="false"', '', 'rss-guid-permalink', 'warning'],
  ['an ISO date', /(<item>[\s\S]*?<pubDate>).*?</, '$12026-03-17T08:00:00Z<', 'rss-date', 'error'],
  ['a wrong weekday', /(<item>[\s\S]*?<pubDate>)Tue/, '$1Mon', 'rss-date', 'error'],
  ['a date that is none', '17 Mar', '31 Feb', 'rss-date', 'error'],
  ['no date', /(<item>[\s\S]*?)<pubDate>.*?<\/pubDate>/, '$1', 'psp1-pubDate', 'warning'],
  ['a clock time', '<itunes:duration>1801', '<itunes:duration>30:01', 'psp1-duration', 'warning'],
  ['a strange length', '<itunes:duration>1801', '<itunes:duration>30 min', 'apple-duration', 'error'],
  ['episode zero', '<itunes:episode>3', '<itunes:episode>0', 'apple-number', 'error'],
  [
    'a strange episode type',
    '<itunes:episodeType>full',
    '<itunes:episodeType>Full',
    'apple-episode-type',
    'error',
  ],
  ['chapters of a strange type', 'application/json+chapters', 'text/plain', 'podcast-chapters', 'error'],
  ['script in notes', '<p>Anna', '<script>x</script><p>Anna', 'apple-unsafe-html', 'error'],
  [
    'a script link in notes',
    'href="https://nordlicht',
    'href="javascript:nordlicht',
    'apple-unsafe-html',
    'error',
  ],
  ['an event in notes', '<p>Anna', '<p onclick="x">Anna', 'apple-unsafe-html', 'error'],
  [
    'notes escaped twice',
    /<description><!\[CDATA\[<p>Anna[\s\S]*?<\/description>/,
    '<description>&amp;lt;p&amp;gt;x</description>',
    'apple-escaped-twice',
    'error',
  ],
  [
    'notes as raw tags',
    /<description><!\[CDATA\[<p>Anna[\s\S]*?<\/description>/,
    '<description><p>x</p></description>',
    'rss-description-markup',
    'error',
  ],
  [
    'the oldest first',
    '17 Mar 2026 08:00:00 +0000</pubDate>\n      <content',
    '17 Feb 2026 08:00:00 +0000</pubDate>\n      <content',
    'psp1-order',
    'warning',
  ],
];

describe('a fault is found, with its place and what to do', () => {
  test.each(faults)('%s', (_what, from, to, rule, severity) => {
    const faulty = good.replace(from, to);
    expect(faulty).not.toBe(good);
    const found = checkFeed(faulty).find((finding) => finding.rule === rule);
    expect(found).toMatchObject({ severity });
    expect(found?.place).not.toBe('');
    expect(found?.mend.length).toBeGreaterThan(5);
  });
});

test('loopback alone refuses nothing', () => {
  const local = good.replaceAll('https://podcasts.nordlicht.example', 'http://localhost:8080/feed');
  expect(rulesOf(local, 'error')).toEqual([]);
});

test('two episodes with the same audio are told apart from the first', () => {
  const [one, two] = [published(1), published(2)];
  const same = {
    episode: two.episode,
    publication: { ...two.publication, enclosureKey: one.publication.enclosureKey },
  };
  expect(checkFeed(printRss(composeFeed(show, [one, same], address)))).toMatchObject([
    { rule: 'apple-enclosure-unique', place: 'item 2 “What we learnt in week 1” / enclosure@url' },
  ]);
});

test('a serial show needs numbers', () => {
  const serial = good.replace('episodic', 'serial').replace(/<itunes:episode>.*?<\/itunes:episode>/, '');
  expect(rulesOf(serial)).toEqual(['apple-serial-number']);
});

test('a serial show may stand in the order in which it is told', () => {
  const rising = printRss(composeFeed(show, episodes, address))
    .replace('episodic', 'serial')
    .replace(/(<item>[\s\S]*<\/item>)/, (items) =>
      items
        .split(/(?=<item>)/)
        .toReversed()
        .join(''),
    );
  expect(rulesOf(rising)).toEqual([]);
  expect(rulesOf(rising.replace('serial', 'episodic'))).toEqual(['psp1-order']);
});

test('without a present moment, nothing is told of the future', () => {
  expect(checkFeed(good, { now: new Date('2020-01-01T00:00:00Z') }).map(({ rule }) => rule)).toEqual([
    'rss-date-ahead',
    'rss-date-ahead',
    'apple-future',
    'apple-future',
    'apple-future',
  ]);
  expect(checkFeed(good)).toEqual([]);
});

describe('a web page in the place of a feed', () => {
  test.each([
    '<!DOCTYPE html><html><head><title>Log in</title></head><body>x & y<br></body></html>',
    '\n<!-- cached --><HTML lang="en"><body></body></HTML>',
    '<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN"><html/>',
  ])('%j is told as one', (page) => {
    expect(checkFeed(page)).toMatchObject([{ rule: 'rss-format', what: 'This is a web page, not a feed.' }]);
  });

  test('the feed that it names is passed on', () => {
    const link =
      '<link rel="alternate" type="application/rss+xml" href="https://a.example/feed?x=1&amp;y=2">';
    const [finding] = checkFeed(`<html><head>${link}</head></html>`);
    expect(finding?.mend).toContain('https://a.example/feed?x=1&y=2');
  });
});

describe('bytes', () => {
  const spoken = good.replace('Conversations', 'Gespräche');
  const told = (bytes: Uint8Array) => {
    const { text, findings } = readFeedText(bytes);
    const more = text === undefined ? [] : checkFeed(text);
    return [...findings, ...more].map(({ rule, place }) => `${rule} ${place}`);
  };
  const saidOf = (bytes: Uint8Array) => readFeedText(bytes).findings.map(({ what }) => what);
  const utf32 = (text: string) =>
    Buffer.concat([...text].map((letter) => Buffer.from([letter.codePointAt(0) ?? 0, 0, 0, 0])));

  test('of UTF-8 are as they should be', () => {
    expect(told(Buffer.from(spoken))).toEqual([]);
  });

  test('of Latin-1 that claim to be UTF-8 are told with the line, and read all the same', () => {
    const line = spoken.slice(0, spoken.indexOf('ä')).split('\n').length;
    expect(told(Buffer.from(spoken, 'latin1'))).toEqual([`apple-encoding line ${line}`]);
    expect(readFeedText(Buffer.from(spoken, 'latin1')).text).toBe(spoken);
  });

  test.each([
    ['Latin-1', Buffer.from(spoken.replace('UTF-8', 'ISO-8859-1'), 'latin1')],
    ['UTF-16', Buffer.from(`\uFEFF${spoken.replace('UTF-8', 'UTF-16')}`, 'utf16le')],
    ['an encoding that nobody knows', Buffer.from(spoken.replace('UTF-8', 'EBCDIC-42'), 'latin1')],
  ])('of %s, said so, are told once', (_, bytes) => {
    expect(told(bytes)).toContain('apple-encoding document');
    expect(readFeedText(bytes).text).toContain('Gespräche');
  });

  test('of Windows-1252 keep their dashes and quotation marks, said so or not', () => {
    const [typed, letters] = [good.replace('Conversations', 'xxx'), [0x96, 0x93, 0x80]];
    for (const declared of ['UTF-8', 'windows-1252', 'ISO-8859-1']) {
      const bytes = Buffer.from(typed.replace('UTF-8', declared), 'latin1');
      letters.forEach((letter, i) => {
        bytes[typed.replace('UTF-8', declared).indexOf('xxx') + i] = letter;
      });
      expect(readFeedText(bytes).text).toContain('–“€');
    }
  });

  test.each([
    ['UTF-16 with a mark', Buffer.from(`\uFEFF${spoken}`, 'utf16le'), /UTF-16, but the feed says UTF-8/],
    ['UTF-16 without one', Buffer.from(spoken, 'utf16le'), /UTF-16, but the feed says UTF-8/],
    ['UTF-16 from the other end', Buffer.from(spoken, 'utf16le').swap16(), /UTF-16, but/],
    ['UTF-32', utf32(spoken.replace(/ encoding="UTF-8"/, '')), /UTF-32, but the feed does not say so/],
  ])('of %s that claim otherwise are an error, and read all the same', (_, bytes, says) => {
    expect(told(bytes)).toContain('apple-encoding document');
    expect(saidOf(bytes).join()).toMatch(says);
    expect(readFeedText(bytes).text).toContain('Corridor Talk');
  });

  test.each([
    ['packed with gzip', gzipSync(Buffer.from(spoken)), /compressed with gzip/],
    ['a sound', Buffer.concat([Buffer.from('ID3'), Buffer.alloc(5000)]), /something binary/],
  ])('of %s are told as such and as nothing else', (_, bytes, says) => {
    expect(told(bytes)).toEqual(['rss-format document']);
    expect(saidOf(bytes).join()).toMatch(says);
  });

  test('of UTF-8 that claim to be UTF-16 are read as what they are', () => {
    expect(readFeedText(Buffer.from(spoken.replace('UTF-8', 'UTF-16'))).text).toContain('Gespräche');
  });

  test('with a byte order mark are told', () => {
    expect(told(Buffer.from(`\uFEFF${spoken}`))).toEqual(['apple-encoding document']);
  });
});

describe('much of everything', () => {
  /** Each would take hours with a rule that looks at every character again and again. */
  test.each([
    ['open tags', '<a '.repeat(300_000)],
    ['open quotes', '<a "'.repeat(200_000)],
    ['tags with a thousand attributes', `<p ${'a="b" '.repeat(100_000)}>`],
    ['entities', '&amp;lt;'.repeat(100_000)],
    ['blanks', `x${' '.repeat(500_000)}y`],
    ['times', '00:00:01 x<br>'.repeat(50_000)],
    ['equals signs', `<a href${'='.repeat(300_000)}>`],
  ])('notes full of %s come to an end', (_, notes) => {
    const xml = good.replace(
      /<description><!\[CDATA\[<p>Anna[\s\S]*?\]\]>/,
      `<description><![CDATA[${notes}]]>`,
    );
    expect(rulesOf(xml)).toContain('apple-description-length');
  });

  test.each([
    ['title', (text: string) => good.replace('<title>', `<title>${text}`)],
    ['pubDate', (text: string) => good.replace('<pubDate>', `<pubDate>${text}`)],
    ['duration', (text: string) => good.replace('<itunes:duration>', `<itunes:duration>${text}`)],
    ['address', (text: string) => good.replace('url="https://', `url="https://${text}`)],
  ])('a %s of a million letters comes to an end', (_, make) => {
    for (const text of ['1'.repeat(1e6), 'a.'.repeat(5e5), ' -'.repeat(5e5)])
      expect(checkFeed(make(text)).length).toBeGreaterThan(0);
  });

  test('a feed of ten thousand episodes is read to its end', () => {
    const [item = ''] = /<item>[\s\S]*?<\/item>/.exec(good) ?? [];
    const numbered = Array.from({ length: 10_000 }, (_, i) =>
      item
        .replace('000000000003', String(i).padStart(12, '0'))
        .replaceAll('episode-3', `episode-${i}`)
        .replace('<itunes:episode>3', `<itunes:episode>${i + 1}`),
    );
    const twin = numbered.at(-1)?.replace('000000009999', '000000000000') ?? '';
    const xml = good.replace(/<item>[\s\S]*<\/item>/, () => [...numbered.slice(0, -1), twin].join(''));
    expect(checkFeed(xml)).toMatchObject([
      { rule: 'http-feed-size' },
      { rule: 'apple-guid-unique', place: expect.stringMatching(/^item 10000 /) },
    ]);
  });
});

test('a fault of every episode is told a few times and counted', () => {
  const rows = Array.from({ length: 40 }, (_, i) => published(i + 1));
  const xml = printRss(composeFeed(show, rows, address)).replaceAll(
    '<itunes:duration>1801',
    '<itunes:duration>30:01',
  );
  const findings = checkFeed(xml);
  expect(findings).toHaveLength(5);
  expect(findings.map(({ more }) => more)).toEqual([undefined, undefined, undefined, undefined, 35]);
});

test('notes that speak of a tag are not escaped twice', () => {
  const spoken = 'How to write &lt;p&gt; in HTML, and when';
  expect(checkNotes('notes', spoken, undefined)).toEqual([]);
  expect(checkNotes('notes', `${spoken} &lt;b&gt;not&lt;/b&gt;`, undefined)).toMatchObject([
    { rule: 'apple-escaped-twice', severity: 'error' },
  ]);
});
