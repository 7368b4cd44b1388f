import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../src/clock.ts';
import { readSettings } from '../../src/config.ts';
import { openStudio } from '../../src/studio/open.ts';
import type { Arrival, EpisodeReport, ShowDraft, Studio } from '../../src/studio/studio.ts';
import { bundledProgram } from '../bundled.ts';
import { makeSpeech } from '../sounds.ts';

/** A studio with real stores, catalogue and queue below one temporary folder, at work. */
export type House = Readonly<{
  studio: Studio;
  folder: string;
  /** A path in the drawer for files that people hand in. */
  file(name: string): string;
  /** A recording of a few seconds; another seed, another recording. */
  record(seed: number): Promise<string>;
  createShow(draft?: Partial<ShowDraft>): Promise<void>;
  receive(path: string, said?: Partial<Arrival>): Promise<EpisodeReport>;
  /** The last report, when nothing runs or waits any more. */
  settled(id: number): Promise<EpisodeReport>;
  /** Takes in a recording and waits for the end of all work on it. */
  publish(path: string, said?: Partial<Arrival>): Promise<EpisodeReport>;
  feed(): string;
  /** What stands at a public address. */
  published(url: string): Buffer;
  publicKeys(): readonly string[];
  privateKeys(): readonly string[];
  /** Lets a day go by. */
  nextDay(): void;
  /** A second studio on the same catalogue and stores, at work. */
  another(): Promise<Studio>;
  /** Ends the studio's work; what it gives begins it anew. */
  reopen(): Promise<() => Promise<Studio>>;
  close(): Promise<void>;
}>;

export const publicUrl = 'https://podcast.example/feed';

const show: ShowDraft = {
  title: 'Corridor Talk',
  author: 'Nordlicht Works',
  email: 'podcast@nordlicht.example',
  category: 'Business > Careers',
  language: 'en',
  slug: 'talk',
};

export async function openHouse(): Promise<House> {
  const folder = mkdtempSync(join(tmpdir(), 'corridor-studio-'));
  const { clock, nextDay } = movableClock();
  const closings: (() => Promise<void>)[] = [];
  const open = async (): Promise<Studio> => {
    const studio = await openStudio(settingsIn(folder), clock);
    const stop = await studio.work();
    closings.push(async () => {
      await stop();
      await studio.close();
    });
    return studio;
  };
  const studio = await open();
  const settled = (id: number) => lastOf(studio.episodes.watch(id, AbortSignal.timeout(30_000)));
  const receive = async (path: string, said: Partial<Arrival> = {}) =>
    (await studio.episodes.receive(arrivalOf(path, said))).report;
  return {
    studio,
    folder,
    file: (name) => join(folder, name),
    record: (seed) => makeSpeech(join(folder, `recording-${seed}.wav`), { seconds: 3, seed }),
    createShow: async (draft = {}) => void (await studio.shows.create({ ...show, ...draft })),
    receive,
    settled,
    publish: async (path, said) => settled((await receive(path, said)).episode.id),
    feed: () => readFileSync(join(folder, 'feed/talk/feed.xml'), 'utf8'),
    published: (url) => readFileSync(join(folder, 'feed', decodeURIComponent(url.slice(publicUrl.length)))),
    publicKeys: () => keysIn(join(folder, 'feed')),
    privateKeys: () => keysIn(join(folder, 'episodes')),
    nextDay,
    another: open,
    reopen: async () => {
      for (const close of closings.splice(0)) await close();
      return open;
    },
    close: async () => {
      for (const close of closings) await close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const arrivalOf = (path: string, said: Partial<Arrival>): Arrival => ({
  title: 'The first',
  wish: 'public',
  recording: { file: path, name: 'recording.wav' },
  ...said,
});

const settingsIn = (folder: string) =>
  readSettings({
    EPISODES_STORE: `file:${join(folder, 'episodes')}`,
    FEED_STORE: `file:${join(folder, 'feed')}`,
    CATALOGUE: join(folder, 'catalogue.db'),
    SCRATCH_DIR: join(folder, 'scratch'),
    PUBLIC_URL: publicUrl,
    FFMPEG_PATH: bundledProgram,
    RETRY_AFTER: '0.2',
  });

function movableClock(): { clock: Clock; nextDay: () => void } {
  let offset = 0;
  const nextDay = () => {
    offset += 24 * 60 * 60 * 1000;
  };
  return { clock: { now: () => new Date(Date.now() + offset) }, nextDay };
}

async function lastOf(reports: AsyncIterable<EpisodeReport>): Promise<EpisodeReport> {
  let last: EpisodeReport | undefined;
  for await (const report of reports) last = report;
  if (!last) throw new Error('There is no such episode.');
  return last;
}

/** What a store holds, without its own notes. */
function keysIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => !name.startsWith('.') && statSync(join(folder, name)).isFile())
    .sort();
}

/** The items of a feed, by their title, as they stand there. */
export const itemsOf = (feed: string): ReadonlyMap<string, string> =>
  new Map(
    [...feed.matchAll(/<item>.*?<\/item>/gs)].map(([item]) => [
      /<title><!\[CDATA\[(.*?)\]\]><\/title>/.exec(item)?.[1] ?? '',
      item,
    ]),
  );

export const wordOf = (item: string | undefined, tag: string): string | undefined =>
  new RegExp(`<${tag}[^>]*>(.*?)</${tag}>`, 's').exec(item ?? '')?.[1];

export const enclosureOf = (item: string | undefined): string | undefined =>
  /<enclosure[^>]*url="([^"]*)"/.exec(item ?? '')?.[1];
