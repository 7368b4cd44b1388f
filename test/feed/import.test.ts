import { describe, expect, test } from 'vitest';
import type { FeedAccount } from '../../src/feed/import/account.ts';
import { readFeedAccount } from '../../src/feed/import/reading.ts';

/** Feeds as other hosts write them, broken in the ways in which they usually are. */

const url = new URL('https://old.example/shows/talk/rss.xml');
const read = (xml: string | Uint8Array, charset = ''): FeedAccount =>
  readFeedAccount(typeof xml === 'string' ? Buffer.from(xml) : xml, { url, charset });

const HEAD =
  '<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:podcast="https://podcastindex.org/namespace/1.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:psc="http://podlove.org/simple-chapters">';
const CHANNEL =
  '<title>Corridor Talk</title><language>en-US</language><itunes:author>Nordlicht</itunes:author><itunes:owner><itunes:email>podcast@nordlicht.example</itunes:email></itunes:owner><itunes:category text="Business"><itunes:category text="Careers"/></itunes:category><itunes:image href="https://old.example/cover.jpg"/>';

const item = (n: number, inner = ''): string =>
  `<item><title>Episode ${n}</title><guid>${n}</guid><pubDate>Tue, 0${n} Mar 2026 08:00:00 +0000</pubDate><enclosure url="https://old.example/${n}.mp3" length="1" type="audio/mpeg"/>${inner}</item>`;
const feed = (items: string, channel = CHANNEL, head = HEAD): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${head}<channel>${channel}${items}</channel></rss>`;
const saysOf = ({ oddities }: FeedAccount): string =>
  oddities.map(({ place, says }) => `${place}: ${says}`).join('\n');
const guids = ({ items }: FeedAccount): readonly string[] => items.map(({ guid }) => guid);

describe('a good feed', () => {
  const account = read(
    feed(
      item(
        1,
        '<itunes:season>2</itunes:season><itunes:episode>7</itunes:episode><itunes:explicit>yes</itunes:explicit><itunes:episodeType>bonus</itunes:episodeType><description>Short</description><content:encoded><![CDATA[<p>With <b>Anna</b></p>]]></content:encoded><itunes:image href="https://old.example/1.jpg"/><podcast:chapters url="https://old.example/1.json" type="application/json+chapters"/><podcast:transcript url="https://old.example/1.vtt" type="text/vtt" language="en"/><podcast:person role="guest">Anna</podcast:person>',
      ),
      `${CHANNEL}<description>&lt;p&gt;All of it.&lt;/p&gt;</description><itunes:explicit>clean</itunes:explicit><itunes:type>serial</itunes:type><podcast:guid>9b024349-ccf0-5f69-a609-6b82873eab3c</podcast:guid><copyright>© 2020-2026 Nordlicht Works</copyright><podcast:funding url="https://old.example/give">Give</podcast:funding>`,
    ),
  );

  test('is read without an oddity', () => expect(account.oddities).toEqual([]));

  test('tells the show', () => {
    expect(account.show).toMatchObject({
      title: 'Corridor Talk',
      description: 'All of it.',
      author: 'Nordlicht',
      email: 'podcast@nordlicht.example',
      language: 'en-us',
      category: { main: 'Business', sub: 'Careers' },
      explicit: false,
      coverUrl: 'https://old.example/cover.jpg',
      guid: '9b024349-ccf0-5f69-a609-6b82873eab3c',
      details: {
        type: 'serial',
        copyright: 'Nordlicht Works',
        funding: [{ url: 'https://old.example/give', text: 'Give' }],
      },
    });
  });

  test('tells its items', () => {
    expect(account.items).toEqual([
      {
        place: expect.stringMatching(/^“Episode 1” \(line \d+\)$/),
        guid: '1',
        title: 'Episode 1',
        notes: 'With **Anna**',
        publishedAt: new Date('2026-03-01T08:00:00Z'),
        season: 2,
        number: 7,
        explicit: true,
        soundUrl: 'https://old.example/1.mp3',
        coverUrl: 'https://old.example/1.jpg',
        chaptersUrl: 'https://old.example/1.json',
        transcripts: [{ url: 'https://old.example/1.vtt', type: 'text/vtt', language: 'en' }],
        details: { type: 'bonus', people: [{ name: 'Anna', role: 'guest' }] },
      },
    ]);
  });
});

describe('letters', () => {
  const text = (encoding: string) =>
    `<?xml version="1.0" encoding="${encoding}"?>${HEAD}<channel>${CHANNEL.replace('Corridor Talk', 'Flurgespräche')}${item(1)}</channel></rss>`;

  test('of Latin-1 are read as declared', () => {
    const account = read(Buffer.from(text('ISO-8859-1'), 'latin1'));
    expect([account.show.title, account.oddities]).toEqual(['Flurgespräche', []]);
  });

  test('of Latin-1 in a feed that says UTF-8 are read all the same', () => {
    const account = read(Buffer.from(text('UTF-8'), 'latin1'));
    expect(account.show.title).toBe('Flurgespräche');
    expect(saysOf(account)).toContain('Windows-1252');
  });

  test('of UTF-8 in a feed that says Latin-1 are not garbled', () => {
    const account = read(text('ISO-8859-1'));
    expect(account.show.title).toBe('Flurgespräche');
    expect(saysOf(account)).toContain('it is UTF-8');
  });

  test('are read by the header where the feed says nothing', () => {
    const bytes = Buffer.from(text('').replace(/<\?xml.*?\?>/, ''), 'latin1');
    expect(read(bytes, 'iso-8859-1')).toMatchObject({ show: { title: 'Flurgespräche' }, oddities: [] });
  });

  test.each(['UTF-8', 'windows-1252', 'ISO-8859-1', 'latin1'])(
    'of Windows-1252 in a feed that says %s keep dashes, quotation marks and the euro',
    (encoding) => {
      const marks = [0x96, 0x92, 0x93, 0x94, 0x85, 0x80, 0xe4];
      const [before = '', after = ''] = text(encoding).split('Flurgespräche');
      const account = read(
        Buffer.concat([Buffer.from(before, 'latin1'), Buffer.from(marks), Buffer.from(after, 'latin1')]),
      );
      expect(account.show.title).toBe('–’“”…€ä');
      expect(saysOf(account)).not.toContain('forbids');
    },
  );

  test('of UTF-16 in a feed that says UTF-8 are read by their mark, and told', () => {
    const account = read(Buffer.from(`\uFEFF${text('UTF-8')}`, 'utf16le'));
    expect(account.show.title).toBe('Flurgespräche');
    expect(saysOf(account)).toContain('says that it is UTF-8, but it is UTF-16LE');
  });

  test('of UTF-8 in a feed that says UTF-16 are read all the same', () => {
    expect(read(text('UTF-16')).show.title).toBe('Flurgespräche');
  });

  test('of UTF-16 are read by their mark', () => {
    const bytes = Buffer.from(`\uFEFF${text('UTF-16')}`, 'utf16le');
    expect(read(bytes).show.title).toBe('Flurgespräche');
  });

  test('of an encoding that nobody knows are read as well as may be', () => {
    const account = read(text('klingon-8'));
    expect(account.show.title).toBe('Flurgespräche');
    expect(saysOf(account)).toContain('klingon-8');
  });
});

describe('guids', () => {
  const second = item(1).replace('/1.mp3', '/other.mp3').replace('Episode 1', 'Another');

  test('that two items share: the first keeps it, the second gets the same new one at every reading', () => {
    const account = read(feed(item(1) + second));
    const [first, minted] = guids(account);
    expect(first).toBe('1');
    expect(minted).toMatch(/^[0-9a-f-]{36}$/);
    expect(guids(read(feed(item(1) + item(2) + second)))).toEqual(['1', '2', minted]);
    expect(saysOf(account)).toMatch(/“Another”.*Its guid is also that of “Episode 1”/);
  });

  test('of an item that stands there twice: it is taken once', () => {
    const account = read(feed(item(1) + item(1)));
    expect(guids(account)).toEqual(['1']);
    expect(account.found).toBe(2);
    expect(saysOf(account)).toContain('twice');
  });

  test('that are missing: the address of the sound stands for them', () => {
    const account = read(feed(item(1).replace('<guid>1</guid>', '')));
    expect(guids(account)).toEqual(['https://old.example/1.mp3']);
    expect(saysOf(account)).toContain('no guid that can be kept');
  });
});

describe('items', () => {
  test.each([
    ['without an enclosure', item(1).replace(/<enclosure[^>]*>/, ''), 'no enclosure'],
    ['with a film', item(1).replace('audio/mpeg', 'video/mp4'), 'video/mp4'],
    [
      'with a sound on another planet',
      item(1).replace('https://old.example/1.mp3', 'ftp://old.example/1.mp3'),
      'none: “ftp:',
    ],
  ])('%s are left out and told', (_, broken, says) => {
    const account = read(feed(broken + item(2)));
    expect(guids(account)).toEqual(['2']);
    expect(saysOf(account)).toMatch(/“Episode 1” \(line \d+\)/);
    expect(saysOf(account)).toContain(says);
  });

  test('with relative addresses belong to the address of the feed', () => {
    const account = read(feed(item(1).replace('https://old.example/1.mp3', '../audio/1.mp3')));
    expect(account.items[0]?.soundUrl).toBe('https://old.example/shows/audio/1.mp3');
    expect(saysOf(account)).toContain('relative');
  });

  test('without a date stand beside their neighbours', () => {
    const undated = item(2).replace(/<pubDate>.*?<\/pubDate>/, '');
    const account = read(feed(item(3) + undated + item(1)));
    expect(account.items.map(({ publishedAt }) => publishedAt?.toISOString().slice(0, 10))).toEqual([
      '2026-03-03',
      '2026-03-01',
      '2026-03-01',
    ]);
    expect(saysOf(account)).toContain('has no date');
  });

  test.each([
    ['Tue, 3 Mar 26 08:00 GMT', '2026-03-03T08:00:00.000Z'],
    ['2026-03-03T08:00:00+02:00', '2026-03-03T06:00:00.000Z'],
    ['Wed, 03 Mar 2026 08:00:00 EST', '2026-03-03T13:00:00.000Z'],
    ['3. März 2026 20:15', '2026-03-03T20:15:00.000Z'],
    ['03 Mar 2026 8:00 PM -0500', '2026-03-04T01:00:00.000Z'],
    ['yesterday', undefined],
    ['Tue, 99 Mar 2026 08:00:00 GMT', undefined],
  ])('with the date %s', (written, expected) => {
    const account = read(feed(item(1).replace(/<pubDate>.*?<\/pubDate>/, `<pubDate>${written}</pubDate>`)));
    expect(account.items[0]?.publishedAt?.toISOString()).toBe(expected);
    expect(saysOf(account).includes('cannot be read')).toBe(expected === undefined);
  });

  test('with the number zero have none', () => {
    const account = read(feed(item(1, '<itunes:episode>0</itunes:episode>')));
    expect(account.items[0]?.number).toBeUndefined();
    expect(saysOf(account)).toContain('itunes:episode is “0”');
  });

  test('with Podlove chapters bring them along', () => {
    const chapters = [0, 60, 120].map(
      (start) => `<psc:chapter start="00:0${start / 60}:00" title="At ${start}"/>`,
    );
    const account = read(feed(item(1, `<psc:chapters version="1.2">${chapters.join('')}</psc:chapters>`)));
    expect(account.items[0]?.chapters).toEqual(
      [0, 60, 120].map((start) => ({ start, title: `At ${start}` })),
    );
  });

  test('ten thousand of them are all read', () => {
    const many = Array.from({ length: 10_000 }, (_, n) =>
      item(1).replaceAll('1.mp3', `${n}.mp3`).replace('>1<', `>g${n}<`),
    );
    const account = read(feed(many.join('\n')));
    expect([account.items.length, account.oddities]).toEqual([10_000, []]);
  });
});

describe('text', () => {
  test('that was escaped twice is read as it was meant', () => {
    const account = read(
      feed(
        item(
          1,
          '<description>&amp;lt;p&amp;gt;Hello &amp;amp; goodbye&amp;lt;/p&amp;gt;</description>',
        ).replace('Episode 1', 'Q&amp;amp;A'),
      ),
    );
    expect(account.items[0]).toMatchObject({ title: 'Q&A', notes: 'Hello & goodbye' });
  });

  test.each([
    ['<![CDATA[First ]]]]><![CDATA[> night & <day> 😀]]>', 'First ]]> night & <day> 😀'],
    ['&lt;day&gt; and &amp;lt;night&amp;gt;', '<day> and <night>'],
    ['1 &lt; 2 &gt; 0', '1 < 2 > 0'],
    ['&lt;b class="x"&gt;Bold&lt;/b&gt; &lt;o:p&gt;Word&lt;/o:p&gt;', 'Bold Word'],
    ['Mail &lt;https://a.example/x&gt;', 'Mail <https://a.example/x>'],
  ])('in the title %s loses the tags of HTML and nothing else', (written, title) => {
    const account = read(
      feed(item(1).replace('Episode 1', written), `${CHANNEL}<description>${written}</description>`),
    );
    expect([account.items[0]?.title, account.oddities]).toEqual([title, []]);
    expect(account.show.description).toBe(title);
  });

  test('that is HTML as it stands does not end the reading', () => {
    const account = read(feed(item(1, '<description><p>One<br>two <b>three</p></description>') + item(2)));
    expect(account.items.map(({ notes }) => notes)).toEqual(['One\ntwo **three**', '']);
    expect(saysOf(account)).toContain('not escaped');
  });

  test('with raw ampersands and entities of HTML is read', () => {
    const account = read(
      feed(item(1, '<description>Tom & J&eacute;r&ocirc;me &nosuch; &#8211; done</description>')),
    );
    expect(account.items[0]?.notes).toBe('Tom & Jérôme &nosuch; – done');
    expect(saysOf(account)).toContain('2 raw or unknown');
  });

  test('with characters that XML forbids is read without them', () => {
    const account = read(feed(item(1).replace('Episode 1', 'Epi\u0008sode\u0000 &#1;1')));
    expect(account.items[0]?.title).toBe('Episode 1');
    expect(saysOf(account)).toContain('forbids');
  });

  test('that says nothing but the title is no notes', () => {
    expect(
      read(feed(item(1, '<description>&lt;p&gt;Episode 1&lt;/p&gt;</description>'))).items[0]?.notes,
    ).toBe('');
  });
});

describe('a document', () => {
  test('with namespaces that nobody declared is read', () => {
    const account = read(feed(item(1, '<foo:bar baz:x="1">?</foo:bar>'), CHANNEL, '<rss version="2.0">'));
    expect(account.show.author).toBe('Nordlicht');
    expect(account.items).toHaveLength(1);
  });

  test('with namespaces in other spellings is read', () => {
    const head = HEAD.replace(
      'http://www.itunes.com/dtds/podcast-1.0.dtd',
      'https://www.itunes.com/DTDs/Podcast-1.0.dtd',
    );
    expect(read(feed(item(1), CHANNEL, head)).show.author).toBe('Nordlicht');
  });

  test('that breaks off is read up to there, without the half item', () => {
    const whole = feed(item(1) + item(2) + item(3));
    const account = read(whole.slice(0, whole.indexOf('Episode 3') + 4));
    expect(guids(account)).toEqual(['1', '2']);
    expect(saysOf(account)).toMatch(/breaks off: line \d+.*2 items/);
  });

  test('with an entity bomb unfolds nothing', () => {
    const lines = Array.from({ length: 9 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join(
      '\n',
    );
    const bomb = `<?xml version="1.0"?>\n<!DOCTYPE rss [<!ENTITY l0 "lol">\n${lines}]>\n${feed(item(1, '<description>&l9;</description>')).replace(/<\?xml.*\?>\n/, '')}`;
    const account = read(bomb);
    expect(account.items[0]?.notes).toBe('&l9;');
    expect(saysOf(account)).toContain('entities of its own');
  });

  test('with an entity that names a file reads no file', () => {
    const xml = `<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>${feed(item(1, '<description>&x;</description>')).replace(/<\?xml.*\?>\n/, '')}`;
    expect(read(xml).items[0]?.notes).toBe('&x;');
  });

  test.each<readonly [string, string, RegExp]>([
    [
      'a web page',
      '<!doctype html><html><head><link rel="alternate" type="application/rss+xml" href="/feed?a=1&amp;b=2"></head></html>',
      /web page/,
    ],
    ['an Atom feed', '<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title></feed>', /Atom/],
    ['another document', '<note><to>you</to></note>', /“note”/],
    ['no XML', 'hello', /cannot be read as XML/],
    ['nothing', '', /empty/],
  ])('that is %s is refused', (_, xml, says) => {
    expect(() => read(xml)).toThrow(says);
  });

  test('that is a web page names the feed that the page names', () => {
    const page = '<html><link type="application/rss+xml" rel="alternate" href="/feed?a=1&amp;b=2"></html>';
    expect(() => read(page)).toThrow(
      expect.objectContaining({
        hint: 'The page names a feed: corridor import https://old.example/feed?a=1&b=2',
      }),
    );
  });
});

describe('a hostile document', () => {
  const many = 400_000;
  test.each<readonly [string, string]>([
    ['ampersands', feed(item(1, `<description>${'&'.repeat(many)}</description>`))],
    ['texts that nobody closes', feed(item(1, '<description>'.repeat(many / 10)))],
    ['comments', `${'<!-- -->'.repeat(600)}<note/>`],
    [
      'scripts that nobody closes',
      feed(item(1), `${CHANNEL}<description><![CDATA[${'<script>'.repeat(many / 10)}]]></description>`),
    ],
    ['categories', feed(item(1), CHANNEL + '<itunes:category text="Gossip"/>'.repeat(many / 20))],
    ['prefixes', feed(Array.from({ length: many / 20 }, (_, n) => `<p${n}:x/>`).join(''))],
    ['titles without end', feed(item(1).replace('Episode 1', 'x'.repeat(many)))],
    ['guids without end', feed(item(1).replace('>1<', `>${'x'.repeat(many)}<`))],
    [
      'items without dates',
      feed(
        Array.from({ length: many / 40 }, (_, n) => item(n).replace(/<pubDate>.*?<\/pubDate>/, '')).join(''),
      ),
    ],
    ['quotations in its type', `<!DOCTYPE rss [${'"'.repeat(many)}`],
  ])(
    'of %s is read or refused',
    (_, xml) => {
      try {
        expect(read(xml).items.length).toBeGreaterThanOrEqual(0);
      } catch (thrown) {
        expect(thrown).toMatchObject({ code: 'feed-unreadable' });
      }
    },
    5_000,
  );
});

describe('a channel', () => {
  test('that lacks nearly everything still becomes a show', () => {
    const account = read(feed(item(1), ''));
    expect(account.show).toEqual({
      title: 'old.example',
      description: 'old.example',
      author: 'old.example',
      language: 'en',
      category: { main: 'Business' },
      explicit: false,
    });
    for (const word of ['no title', 'no category', 'language']) expect(saysOf(account)).toContain(word);
  });

  test.each([
    ['<itunes:category text="Games &amp; Hobbies"/>', 'Leisure', undefined],
    ['<itunes:category text="society and culture"/>', 'Society & Culture', undefined],
    ['<itunes:category text="Gossip"/><itunes:category text="News"/>', 'News', undefined],
    ['<itunes:category text="Arts"><itunes:category text="Nonsense"/></itunes:category>', 'Arts', undefined],
    ['<itunes:category text="News &amp; Politics"/>', 'News', 'Politics'],
  ])('with the category %s', (category, main, sub) => {
    const account = read(feed(item(1), CHANNEL.replace(/<itunes:category.*<\/itunes:category>/, category)));
    expect(account.show.category).toEqual({ main, ...(sub ? { sub } : {}) });
    expect(account.oddities.length).toBeGreaterThan(0);
  });

  test('that is serial without numbers becomes an episodic one', () => {
    const account = read(feed(item(1), `${CHANNEL}<itunes:type>serial</itunes:type>`));
    expect(account.show.details?.type).toBeUndefined();
    expect(saysOf(account)).toMatch(/serial show, but “Episode 1”/);
  });

  test('keeps whom it belongs to, that it is open, and its hubs', () => {
    const rights =
      '<itunes:owner><itunes:name>Team</itunes:name><itunes:email>team@old.example</itunes:email></itunes:owner><podcast:locked owner="p@example.org">no</podcast:locked><atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="hub" href="https://hub.example/"/>';
    const account = read(feed(item(1), CHANNEL.replace(/<itunes:owner>.*<\/itunes:owner>/, '') + rights));
    expect(account.show.details).toMatchObject({
      owner: { name: 'Team', email: 'team@old.example' },
      locked: false,
      lockedOwner: 'p@example.org',
      hubs: ['https://hub.example/'],
    });
    expect(account.oddities).toEqual([]);
  });

  test('that is locked says so', () => {
    expect(saysOf(read(feed(item(1), `${CHANNEL}<podcast:locked>yes</podcast:locked>`)))).toContain(
      'podcast:locked',
    );
  });

  test('with details that do not fit is told which, and keeps the others', () => {
    const people =
      '<podcast:person href="javascript:alert(1)">Bert</podcast:person><podcast:person>Anna</podcast:person>';
    const account = read(feed(item(1), CHANNEL + people));
    expect(account.show.details?.people).toEqual([{ name: 'Anna' }]);
    expect(saysOf(account)).toMatch(/One of its people was left out/);
  });
});
