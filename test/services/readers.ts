import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openSqlite } from '../../src/sqlite.ts';
import type { ReadItem } from '../feed/feeds.ts';
import { absentPrograms, runTool } from './processes.ts';

/** What a reader that is not ours makes of a feed; what it does not tell of an item is not there. */
export type ForeignReading = Readonly<{
  /** What it complains of. */
  findings: readonly string[];
  title?: string;
  items: readonly Partial<ReadItem>[];
}>;
export type Reader = (feeds: readonly string[]) => Promise<readonly ForeignReading[]>;

/** Debian's own Python: its packages belong to that one, not to whichever comes first on PATH. */
const python = '/usr/bin/python3';
const modules = ['podcastparser', 'feedparser'].map((name) => `/usr/lib/python3/dist-packages/${name}`);

/** Why the readers below cannot be asked, and what to do about it; `undefined` when they can. */
export function readersAbsent(): string | undefined {
  const there = modules.every((path) => existsSync(path) || existsSync(`${path}.py`));
  if (there && existsSync(python) && absentPrograms(['newsboat']).length === 0) return undefined;
  const install =
    'apt-get install -y --no-install-recommends python3-podcastparser python3-feedparser newsboat';
  return `without python3-podcastparser, python3-feedparser and newsboat there is nobody to read feeds: ${install}`;
}

/** gPodder's reader: it stops at the first thing that is not XML. */
export const podcastparser: Reader = (feeds) =>
  inFiles(feeds, (paths) =>
    askPython(
      `
import podcastparser
def read(path):
    with open(path, 'rb') as file:
        feed = podcastparser.parse('https://podcast.example/feed.xml', file)
    return {'findings': [], 'title': feed['title'], 'items': [{
        'guid': each['guid'], 'title': each['title'], 'seconds': each['total_time'], 'published': each['published'],
        'url': each['enclosures'][0]['url'], 'type': each['enclosures'][0]['mime_type'],
        'length': each['enclosures'][0]['file_size'],
    } for each in feed['episodes']]}
`,
      paths,
    ),
  );

/** The Universal Feed Parser: it reads on behind a fault, but tells of it; then its reading counts for nothing. */
export const feedparser: Reader = (feeds) =>
  inFiles(feeds, (paths) =>
    askPython(
      `
import calendar, feedparser
def read(path):
    read = feedparser.parse(path)
    if read.bozo:
        return {'findings': [str(read.bozo_exception)], 'items': []}
    if (read.version, read.encoding) != ('rss20', 'utf-8'):
        return {'findings': [f'version {read.version}, encoding {read.encoding}'], 'items': []}
    return {'findings': [], 'title': read.feed.get('title'), 'items': [{
        'guid': each.id, 'title': each.title, 'seconds': int(each.itunes_duration),
        'published': calendar.timegm(each.published_parsed), 'chapters': each.podcast_chapters['url'],
        'url': each.enclosures[0].href, 'type': each.enclosures[0].type, 'length': int(each.enclosures[0].length),
    } for each in read.entries]}
`,
      paths,
    ),
  );

/**
 * Newsboat, a client for the terminal with a reader of its own on libxml2: it leaves out what it cannot read, and its log
 * tells of feeds that are none. It holds a guid to be the same item in all feeds, so each feed is read by itself.
 */
export const newsboat: Reader = (feeds) =>
  Promise.all(
    feeds.map((feed) =>
      inFiles([feed], async ([path = ''], folder) => [await readWithNewsboat(path, folder)]),
    ),
  ).then((readings) => readings.flat());

async function readWithNewsboat(path: string, folder: string): Promise<ForeignReading> {
  const at = (name: string) => join(folder, name);
  await writeFile(at('urls'), `${pathToFileURL(path).href}\n`);
  await writeFile(at('config'), '');
  const files = ['-u', at('urls'), '-C', at('config'), '-c', at('cache.db'), '-d', at('log'), '-l', '3'];
  const env = { ...process.env, HOME: folder };
  await runTool('newsboat', [...files, '-x', 'reload'], { env, timeout: 60_000 });
  const findings = (await readFile(at('log'), 'utf8')).split('\n').filter((line) => line !== '');
  return { ...readCache(at('cache.db')), findings };
}

function readCache(path: string): Omit<ForeignReading, 'findings'> {
  const file = openSqlite(path);
  const feed = file.prepare<[], { title: string }>('SELECT title FROM rss_feed').get();
  const items = file
    .prepare<[], ReadItem>(
      'SELECT guid, title, enclosure_url AS url, enclosure_type AS type, pubDate AS published FROM rss_item',
    )
    .all();
  file.close();
  return { ...feed, items };
}

const LARGEST = 64 * 1024 ** 2;

/** Asks `read(path)` of a program about each of the files; what it stumbles over is its finding. */
async function askPython(program: string, paths: readonly string[]): Promise<readonly ForeignReading[]> {
  const asking = `${program}
import json, sys
def ask(path):
    try:
        return read(path)
    except Exception as fault:
        return {'findings': [repr(fault)], 'items': []}
print(json.dumps([ask(path) for path in sys.argv[1:]]))
`;
  const options = { timeout: 60_000, maxBuffer: LARGEST };
  const { stdout } = await runTool(python, ['-I', '-c', asking, ...paths], options);
  return JSON.parse(stdout) as ForeignReading[];
}

type Use = (paths: readonly string[], folder: string) => Promise<readonly ForeignReading[]>;

async function inFiles(feeds: readonly string[], use: Use): Promise<readonly ForeignReading[]> {
  const folder = await mkdtemp(join(tmpdir(), 'corridor-reader-'));
  try {
    const paths = feeds.map((_, n) => join(folder, `feed-${n}.xml`));
    await Promise.all(feeds.map((xml, n) => writeFile(paths[n] ?? '', xml)));
    return await use(paths, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
