import { describe, expect, test } from 'vitest';
import { checkFeed } from '../../src/feed/check.ts';

/** A good feed with everything in it that feeds may have, and one fault after the other put into it. */

const base = 'https://podcasts.nordlicht.example/talk';
const around = { now: new Date('2026-04-01T12:00:00Z'), feedUrls: [`${base}/feed.xml`] };

const notes = (n: number): string => `<p>Anna talks with <b>Ben</b> about week ${n} &amp; more.</p>
<ul><li><a href="https://nordlicht.example/plan?week=${n}&amp;a=b">The plan</a></li></ul>
<p>00:00:00 Welcome<br>00:02:00 The question<br>00:25:00 What now?</p>`;

const full = (n: number): string => `
    <item>
      <title>What we learnt in week ${n}</title>
      <link>${base}/episode-${n}.html</link>
      <guid isPermaLink="false">0b6f1a52-1c1f-4f6e-9a1b-00000000000${n}</guid>
      <pubDate>Tue, ${7 * n - 4} Mar 2026 08:00:00 +0000</pubDate>
      <description><![CDATA[${notes(n)}]]></description>
      <content:encoded><![CDATA[<h2>Week ${n}</h2>${notes(n)}]]></content:encoded>
      <enclosure url="${base}/episode-${n}/talk-${n}.mp3" length="2881600${n}" type="audio/mpeg"/>
      <itunes:title>What we learnt in week ${n}</itunes:title>
      <itunes:duration>180${n}</itunes:duration>
      <itunes:explicit>false</itunes:explicit>
      <itunes:episodeType>full</itunes:episodeType>
      <itunes:season>1</itunes:season>
      <itunes:episode>${n}</itunes:episode>
      <itunes:image href="${base}/episode-${n}/cover.png"/>
      <itunes:block>Yes</itunes:block>
      <podcast:season name="The beginning">1</podcast:season>
      <podcast:episode display="Week ${n}">${n}</podcast:episode>
      <podcast:chapters url="${base}/episode-${n}/chapters.json" type="application/json+chapters"/>
      <podcast:transcript url="${base}/episode-${n}/words.vtt" type="text/vtt" language="en" rel="captions"/>
      <podcast:transcript url="${base}/episode-${n}/words.txt" type="text/plain"/>
      <podcast:soundbite startTime="73.5" duration="60">The best of it</podcast:soundbite>
      <podcast:person href="https://nordlicht.example/anna" img="${base}/anna.jpg">Anna</podcast:person>
      <podcast:person role="guest">Ben</podcast:person>
      <podcast:location rel="creator" geo="geo:53.55,9.99" osm="R62782" country="DE">Hamburg</podcast:location>
      <podcast:socialInteract protocol="activitypub" uri="https://social.example/@talk/${n}"/>
      <podcast:alternateEnclosure type="audio/ogg" length="1441120${n}" bitrate="64000">
        <podcast:source uri="${base}/episode-${n}/talk-${n}.opus"/>
        <podcast:source uri="ipfs://QmX"/>
      </podcast:alternateEnclosure>
      <psc:chapters version="1.2">
        <psc:chapter start="00:00:00.000" title="Welcome"/>
        <psc:chapter start="00:02:00.000" title="The question"/>
      </psc:chapters>
    </item>`;

const trailer = `
    <item>
      <title>Listen in</title>
      <link>${base}/trailer.html</link>
      <guid isPermaLink="false">trailer</guid>
      <pubDate>Mon, 02 Mar 2026 08:00:00 GMT</pubDate>
      <description>What the season is about.</description>
      <enclosure url="https://op3.dev/e,pg=4b4b44d0/podcasts.nordlicht.example/talk/trailer.m4a" length="960000" type="audio/x-m4a"/>
      <itunes:duration>60</itunes:duration>
      <itunes:explicit>false</itunes:explicit>
      <itunes:episodeType>trailer</itunes:episodeType>
      <itunes:season>1</itunes:season>
    </item>`;

const good = `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:podcast="https://podcastindex.org/namespace/1.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:psc="http://podlove.org/simple-chapters">
  <channel>
    <title>Corridor Talk</title>
    <link>https://nordlicht.example/talk</link>
    <description>How work is really done &amp; decided.</description>
    <language>en-gb</language>
    <copyright>Nordlicht Works</copyright>
    <generator>By hand</generator>
    <pubDate>Tue, 17 Mar 2026 08:00:00 +0000</pubDate>
    <lastBuildDate>Tue, 17 Mar 2026 09:00:00 +0000</lastBuildDate>
    <atom:link rel="self" type="application/rss+xml" href="${base}/feed.xml"/>
    <atom:link rel="hub" href="https://hub.example/"/>
    <atom:link rel="next" href="${base}/feed-2.xml"/>
    <image><url>${base}/cover.jpg</url><title>Corridor Talk</title><link>https://nordlicht.example/talk</link></image>
    <itunes:author>Nordlicht Works</itunes:author>
    <itunes:owner><itunes:name>Podcast team</itunes:name><itunes:email>podcast@nordlicht.example</itunes:email></itunes:owner>
    <itunes:type>episodic</itunes:type>
    <itunes:explicit>false</itunes:explicit>
    <itunes:image href="${base}/cover.jpg"/>
    <itunes:category text="Health &amp; Fitness"><itunes:category text="Mental Health"/></itunes:category>
    <itunes:new-feed-url>${base}/feed.xml</itunes:new-feed-url>
    <itunes:complete>Yes</itunes:complete>
    <podcast:guid>4b4b44d0-8e3f-5f0c-9d92-52f4a2f0f6f1</podcast:guid>
    <podcast:locked owner="podcast@nordlicht.example">yes</podcast:locked>
    <podcast:medium>podcast</podcast:medium>
    <podcast:txt purpose="ai-content">false</podcast:txt>
    <podcast:txt purpose="verify">S6lpp-7ZCn8-dZfGc-OoyaG</podcast:txt>
    <podcast:person>Anna</podcast:person>
    <podcast:funding url="https://nordlicht.example/help">Help us</podcast:funding>
    <podcast:updateFrequency complete="false" dtstart="2026-03-03T08:00:00Z" rrule="FREQ=WEEKLY;BYDAY=TU,TH">Weekly</podcast:updateFrequency>
    <podcast:podroll><podcast:remoteItem feedGuid="9b024349-ccf0-5f69-a609-6b82873eab3c"/></podcast:podroll>
    <podcast:block id="spotify">yes</podcast:block>
    <podcast:podping usesPodping="true"/>
    <podcast:image href="${base}/wide.jpg" aspect-ratio="16/9" width="1920"/>${[3, 2, 1].map(full).join('')}${trailer}
  </channel>
</rss>
`;

const rulesOf = (xml: string): string[] => [
  ...new Set(checkFeed(xml, around).map((f) => `${f.severity} ${f.rule}`)),
];

test('the good feed has no findings', () => {
  expect(checkFeed(good, around)).toEqual([]);
});

/** One a line: what it is | what is replaced (between slashes: a pattern) | by what | the finding. */
const faults = String.raw`
a raw ampersand                | Nordlicht Works<            | Q & A<                      | error rss-well-formed
a control character            | How work                    | How \u0007 work             | error rss-well-formed
a character that is none        | How work                    | How \uFFFE work             | error rss-well-formed
an entity of its own           | Nordlicht Works<            | &me;<                       | error rss-well-formed
version 0.92                   | version="2.0"               | version="0.92"              | error rss-version
Latin-1, said so               | encoding="UTF-8"            | encoding="ISO-8859-1"       | error apple-encoding
no encoding said               |  encoding="UTF-8"           |                             | warning apple-encoding
a byte order mark              | <?xml                       | \uFEFF<?xml                 | warning apple-encoding
a DOCTYPE                      | <rss                        | <!DOCTYPE rss><rss          | warning rss-doctype
https in a namespace           | "http://www.itunes          | "https://www.itunes         | error rss-namespace
capitals in a namespace        | simple-chapters"            | Simple-Chapters"            | error rss-namespace
an older podcast namespace     | podcastindex.org/namespace  | github.com/Podcastindex-org | error rss-namespace
a tag in small letters         | /itunes:episodeType/g       | itunes:episodetype          | error apple-tag-case
no name                        | <title>Corridor Talk</title> |                            | error rss-title
a name full of search words    | /Talk</                     | Talk, news, work, jobs, money, Oslo< | warning apple-title-keywords
a name of 256 letters          | /Corridor Talk</            | ${'x'.repeat(256)}<         | error apple-length
a name with white space        | <title>Corridor             | <title> Corridor            | warning apple-space
no page                        | /<link>.*talk<\/link>/      |                             | error rss-link
no description                 | /<description>How.*/        |                             | error rss-description
a description of 4001 bytes    | How work                    | ${'ü'.repeat(2000)}         | error apple-description-length
a description escaped twice    | How work                    | &amp;lt;p&amp;gt;How        | error apple-escaped-twice
no language                    | /<language>.*/              |                             | error apple-language
a language in words            | en-gb                       | english                     | error apple-language
no author                      | /<itunes:author>.*/         |                             | error spotify-author
no explicit                    | /<itunes:explicit>.*/       |                             | error apple-explicit
explicit no                    | >false</itunes:explicit>    | >no</itunes:explicit>       | error apple-explicit
explicit with a blank          | >false</itunes:explicit>    | >false </itunes:explicit>   | error apple-explicit
no category                    | /<itunes:category.*/        |                             | error apple-category
a category escaped twice       | &amp; Fitness               | &amp;amp; Fitness           | error apple-category
a subcategory on its own       | Health &amp; Fitness        | Mental Health               | error apple-category
three categories               | <itunes:new                 | <itunes:category text="News"/><itunes:category text="Arts"/><itunes:new | warning apple-category
no self link                   | rel="self"                  | rel="alternate"             | error psp1-self-link
a self link of another type    | application/rss+xml         | text/xml                    | error psp1-self-link
a self link elsewhere          | /(self".*)feed.xml/         | $1old.xml                   | warning psp1-self-link-address,warning apple-new-feed-url
a page that names itself       | feed-2.xml                  | feed.xml                    | error rss-paging
a hub without an address       | https://hub.example/        |                             | error rss-address
no cover                       | /<itunes:image.*?>/         |                             | error apple-artwork
a cover as WebP                | /(<itunes:image.*)jpg/      | $1webp                      | error apple-artwork-ending
a cover behind a query         | /(<itunes:image.*)jpg/      | $1jpg?size=3000             | warning apple-artwork-query
a cover named in its query     | /(<itunes:image.*)cover.jpg"/ | $1q9kz8b?.jpg"           | warning apple-artwork-query
a licence without an end       | <itunes:type>               | <podcast:license url="https://a.example/l">${'x'.repeat(500)}</podcast:license><itunes:type> | warning podcast-license
a licence of one's own         | <itunes:type>               | <podcast:license>my own</podcast:license><itunes:type> | warning podcast-license
a picture without a link       | /<link>[^<]*<\/link><\/image>/ | </image>                 | warning rss-image
an owner without e-mail        | <itunes:email>podcast@      | <itunes:email>podcast at    | warning spotify-owner
a strange type of show         | episodic                    | weekly                      | error apple-type
serial without numbers         | /episodic([^]*?)<itunes:episode>3<.*/ | serial$1          | error apple-serial-number
a move to another feed         | /feed.xml<\/itunes:new/     | other.xml</itunes:new       | warning apple-new-feed-url
complete, but not Yes          | >Yes</itunes:complete       | >yes</itunes:complete       | warning apple-yes
copyright with sign and year   | >Nordlicht Works</copy      | >© 2026 Nordlicht</copy     | warning psp1-copyright
no generator                   | /<generator>.*/             |                             | warning rss-generator
a build date of ISO 8601       | /<lastBuildDate>[^<]*/      | <lastBuildDate>2026-03-17   | error rss-date
a build date ahead             | Tue, 17 Mar 2026 09         | Tue, 14 Apr 2026 09         | warning rss-date-ahead
a guid that is no UUID         | 4b4b44d0-8e3f-5f0c          | my-show                     | warning podcast-guid
a guid of version 4            | 8e3f-5f0c                   | 8e3f-4f0c                   | warning podcast-guid
locked, but how                | >yes</podcast:locked        | >true</podcast:locked       | error podcast-locked
an owner who is no address     | owner="podcast@             | owner="podcast at           | warning podcast-locked-owner
an unknown medium              | >podcast</podcast:medium    | >radio</podcast:medium      | error podcast-medium
a txt too long                 | S6lpp                       | ${'x'.repeat(4000)}         | warning podcast-txt
ai-content perhaps             | >false</podcast:txt         | >maybe</podcast:txt         | warning podcast-txt
a nameless person              | >Ben</podcast:person        | ></podcast:person           | warning podcast-person
a host who vanishes            | /(img="[^"]*")>Anna</       | $1>Carla<                   | warning podcast-person-host
funding without words          | >Help us<                   | ><                          | warning podcast-funding
a rule of no calendar          | FREQ=WEEKLY                 | EVERY=WEEK                  | warning podcast-frequency
an empty podroll               | /<podcast:remoteItem.*?>/   |                             | warning podcast-podroll
a podroll of titles            | 9b024349-ccf0               | Podnews                     | warning podcast-podroll
a block of no effect           | >yes</podcast:block         | >Yes</podcast:block         | warning podcast-block
a podping perhaps              | usesPodping="true"          | usesPodping="yes"           | warning podcast-podping
withdrawn images               | <podcast:image              | <podcast:images srcset=""/><podcast:image | warning podcast-images
no episode                     | /<item>[^]*<\/item>/        |                             | error apple-item
an episode without title       | /(<item>\s*)<title>.*/      | $1                          | error rss-title
an episode with its number     | <itunes:title>What          | <itunes:title>#12 What      | warning apple-title-number
an episode with its show       | <itunes:title>What          | <itunes:title>Corridor Talk: What | warning apple-title-show
entities in a title            | <title>What                 | <title>Q &amp;amp; A: What  | warning apple-escaped-twice
no guid                        | /<guid.*/                   |                             | error apple-guid
a guid twice                   | 000000000003<               | 000000000002<               | error apple-guid-unique
isPermaLink forgotten          |  isPermaLink="false"        |                             | warning rss-guid-permalink
two guids                      | /(<guid.*)/                 | $1$1                        | warning rss-once
no date                        | /(<item>[^]*?)<pubDate>.*/  | $1                          | warning psp1-pubDate
a date of ISO 8601             | /Tue, 17 Mar 2026 08:00:00 .0000(<\/pubDate>\s*<desc)/ | 2026-03-17T08:00:00Z$1 | error rss-date
a weekday that does not fit    | Tue, 10 Mar                 | Mon, 10 Mar                 | error rss-date
a year of two digits           | 10 Mar 2026                 | 10 Mar 26                   | error rss-date
a day that never was           | Tue, 10 Mar                 | 31 Feb                      | error rss-date
a zone in letters              | 10 Mar 2026 08:00:00 +0000  | 10 Mar 2026 08:00:00 EST    | warning rss-date-zone
a zone called Z                | 10 Mar 2026 08:00:00 +0000  | 10 Mar 2026 08:00:00 Z      | warning rss-date-zone
a zone called UTC              | 10 Mar 2026 08:00:00 +0000  | 10 Mar 2026 08:00:00 UTC    | warning rss-date-zone
an episode from the future     | /(<item>[^]*?)17 Mar/       | $121 Apr                    | error apple-future
the oldest first               | Tue, 10 Mar                 | Tue, 24 Mar                 | warning psp1-order
no notes                       | /<description><!.*?[^]*?<\/description>/ |                | warning psp1-description
notes as raw tags              | /<description><!\[CDATA\[[^]*?<\/description>/ | <description><p>Anna</p></description> | error rss-description-markup
notes escaped twice            | What the season             | &amp;lt;b&amp;gt;What       | error apple-escaped-twice
script in notes                | <p>Anna                     | <script>x()</script><p>Anna | error apple-unsafe-html
a script link, masked          | "https://nordlicht.example/plan | "java&#x09;script:alert( | error apple-unsafe-html
an event in notes              | <p>Anna                     | <p title=">" onclick=x>Anna | error apple-unsafe-html
a frame in long notes          | <h2>Week 3                  | <iframe></iframe><h2>Week 3 | error apple-unsafe-html
notes cut inside a tag         | What now?</p>]]></desc      | <a href="https://]]></desc  | error apple-notes-broken
notes with an open link        | The plan</a></li></ul>      | The plan</li></ul>          | warning apple-notes-broken
a broken letter in notes       | <p>Anna                     | <p>Ann\uFFFD                | warning apple-letters
a table in notes               | <p>Anna                     | <table></table><p>Anna      | warning apple-notes-tags
a plain link in notes          | /"https:(.*The plan)/       | "http:$1                    | warning spotify-notes-links
a relative link in notes       | "https://nordlicht.example/plan | "/plan                  | warning spotify-notes-links
times that begin late          | 00:00:00 Welcome            | 00:00:01 Welcome            | warning apple-time-list
times that fall                | 00:02:00 The                | 00:26:00 The                | warning apple-time-list
times beyond the end           | 00:25:00 What               | 01:25:00 What               | warning apple-time-list
no enclosure                   | /<enclosure.*/              |                             | error rss-enclosure
two enclosures                 | /(<enclosure.*)/            | $1$1                        | error rss-enclosure-one
audio of another episode       | episode-3/talk-3.mp3        | episode-2/talk-2.mp3        | error apple-enclosure-unique
plain http                     | url="https://podcasts       | url="http://podcasts        | error apple-https
a relative address             | /url="https[^"]*mp3/        | url="/talk.mp3              | error rss-address
blanks in an address           | talk-3.mp3                  | talk 3.mp3                  | error apple-address-ascii
an address escaped twice       | talk-3.mp3                  | talk-3.mp3?a=b&amp;amp;c=d  | warning rss-address-escaped
an address with a login        | url="https://podcasts       | url="https://me:pw@podcasts | error apple-address-login
an address that expires        | talk-3.mp3                  | talk-3.mp3?X-Amz-Signature=0a | error http-signed-address
five counters in front         | op3.dev/                    | op3.dev/a.com/b.com/c.com/d.com/e.fm/ | warning apple-prefixes
length zero                    | length="28816003"           | length="0"                  | error rss-enclosure-length
a length with separators       | length="28816003"           | length="28,816,003"         | error rss-enclosure-length
a length that is a guess       | length="28816003"           | length="1024"               | warning apple-length-duration
type audio/mp3                 | type="audio/mpeg"           | type="audio/mp3"            | error apple-enclosure-type
type audio/m4a                 | audio/x-m4a                 | audio/m4a                   | warning apple-enclosure-type
an ending of another type      | talk-3.mp3                  | talk-3.m4a                  | error apple-enclosure-ending
a duration on the clock        | >1803<                      | >30:03<                     | warning psp1-duration
a duration in words            | >1803<                      | >30 minutes<                | error apple-duration
a duration in milliseconds     | >1803<                      | >1803000<                   | warning apple-length-duration,warning spotify-duration
an episode of thirteen hours   | /28816003([^]*?)>1803</     | 748800000$1>46800<          | warning spotify-duration
episode zero                   | >3</itunes:episode          | >0</itunes:episode          | error apple-number
a season in words              | >1</itunes:season>          | >One</itunes:season>        | error apple-number
two episodes of one number     | >3</itunes:episode          | >2</itunes:episode          | warning apple-number-twice
a strange type of episode      | >full<                      | >Full<                      | error apple-episode-type
a numbered trailer             | >trailer</itunes:episodeType> | >trailer</itunes:episodeType><itunes:episode>9</itunes:episode> | warning apple-trailer-number
a season of two minds          | >1</podcast:season          | >2</podcast:season          | warning podcast-season
an episode number in words     | >3</podcast:episode         | >three</podcast:episode     | warning podcast-episode
a display too long             | display="Week 3             | display="The week that was called the third | warning podcast-episode
chapters of another type       | application/json+chapters   | text/plain                  | error podcast-chapters
chapters as mere JSON          | application/json+chapters   | application/json            | warning podcast-chapters
two chapter files              | /(<podcast:chapters.*)/     | $1$1                        | error podcast-chapters-one
Podlove chapters that fall     | start="00:00:00.000"        | start="00:03:00.000"        | warning spotify-podlove
a Podlove chapter of no time   | start="00:00:00.000"        | start="soon"                | warning spotify-podlove
a transcript of another type   | "text/vtt"                  | "application/pdf"           | error podcast-transcript
a transcript misnamed          | "text/vtt"                  | "application/srt"           | warning podcast-transcript-ending
a transcript of strange rel    | rel="captions"              | rel="subtitles"             | warning podcast-transcript-rel
plain text as captions         | type="text/plain"           | type="text/plain" rel="captions" | warning podcast-transcript-rel
a transcript language in words | language="en"               | language="english"          | warning podcast-transcript-language
nothing for Apple              | /<podcast:transcript.*vtt.*/ |                            | warning apple-transcript
a soundbite of an hour         | duration="60"               | duration="3600"             | warning podcast-soundbite
a soundbite beyond the end     | startTime="73.5"            | startTime="1800"            | warning podcast-soundbite
a place without a name         | >Hamburg<                   | > <                         | warning podcast-location
a place of strange geo         | geo:53.55,9.99              | 53.55 9.99                  | warning podcast-location
comments of no protocol        | protocol="activitypub"      | protocol="mastodon"         | warning podcast-social
a further format without type  | type="audio/ogg"            |                             | error podcast-alternate-type
a further format of no length  | length="14411203"           | length="-1"                 | error podcast-alternate-length
a further format nowhere       | /<podcast:source[^]*?<\/pod/ | </pod                      | error podcast-alternate-source
`;

const letter = (code: string): string => String.fromCharCode(Number.parseInt(code, 16));
const rows = faults
  .trim()
  .split('\n')
  .map((line) =>
    line.split('|').map((cell) => cell.trim().replace(/\\u(\w{4})/g, (_, code) => letter(code))),
  );

/** The good feed with a place of it written otherwise; a pattern stands between slashes. */
function faulty(from: string, to: string): string {
  const [, pattern, flags] = /^\/(.*)\/(g?)$/.exec(from) ?? [];
  return pattern === undefined ? good.replace(from, () => to) : good.replace(new RegExp(pattern, flags), to);
}

describe('a fault put into it is found, and nothing else', () => {
  test('there are enough of them', () => {
    expect(rows.length).toBeGreaterThan(100);
    expect(rows.filter((cells) => cells.length !== 4)).toEqual([]);
  });

  test.each(rows)('%s', (_what, from = '', to = '', expected = '') => {
    const xml = faulty(from, to);
    expect(xml).not.toBe(good);
    expect(rulesOf(xml)).toEqual(expected.split(','));
    for (const { place, what, mend, source } of checkFeed(xml, around)) {
      expect(place).not.toBe('');
      expect(what).toMatch(/[.)]$/);
      expect(mend.length).toBeGreaterThan(5);
      expect(source).toMatch(/^(rss|apple|psp-1|spotify|podcast-namespace|http)$/);
    }
  });
});
