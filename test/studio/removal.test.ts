import { existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readSettings } from '../../src/config.ts';
import { openStudio } from '../../src/studio/open.ts';
import type { Arrival, EpisodeReport, Studio } from '../../src/studio/studio.ts';
import { bundledProgram } from '../bundled.ts';
import { makeSpeech } from '../sounds.ts';

/**
 * What is left of a removed episode, whenever its removal is interrupted. The studio works only while it is told to, and
 * stands empty between the tests.
 */
let studio: Studio;
let folder: string;
let recording: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'corridor-removal-'));
  studio = await openStudio(
    readSettings({
      EPISODES_STORE: `file:${join(folder, 'episodes')}`,
      FEED_STORE: `file:${join(folder, 'feed')}`,
      CATALOGUE: join(folder, 'catalogue.db'),
      SCRATCH_DIR: join(folder, 'scratch'),
      FFMPEG_PATH: bundledProgram,
      PUBLIC_URL: 'https://podcast.example/feed',
    }),
  );
  await studio.shows.create({
    ...{ title: 'Corridor Talk', slug: 'talk', author: 'Nordlicht Works', language: 'en' },
    ...{ email: 'podcast@nordlicht.example', category: 'Business' },
  });
  recording = await makeSpeech(join(folder, 'recording.wav'), { seconds: 3 });
});
afterEach(async () => {
  for (const { episode } of studio.episodes.list()) {
    await studio.episodes.remove(episode.id);
    await settle(episode.id);
  }
});
afterAll(async () => {
  await studio.close();
  rmSync(folder, { recursive: true, force: true });
});

async function receive(said: Partial<Arrival> = {}): Promise<EpisodeReport> {
  const sound = { file: recording, name: 'recording.wav' };
  const arrival = { title: 'The first', wish: 'public', recording: sound, ...said } as const;
  return (await studio.episodes.receive(arrival)).report;
}

/** Works until an episode has settled; resolves with its last report, if it is there at all. */
async function settle(id: number): Promise<EpisodeReport | undefined> {
  const stop = await studio.work();
  let last: EpisodeReport | undefined;
  for await (const report of studio.episodes.watch(id, AbortSignal.timeout(30_000))) last = report;
  await stop();
  return last;
}

async function make(said: Partial<Arrival> = {}): Promise<EpisodeReport> {
  const report = await settle((await receive(said)).episode.id);
  if (!report) throw new Error('There is no such episode.');
  return report;
}

/** Files of sound, as they lie in both stores. */
const filesIn = (store: 'episodes' | 'feed'): string[] =>
  readdirSync(join(folder, store), { recursive: true, encoding: 'utf8' })
    .filter((name) => !name.startsWith('.') && /\.(wav|mp3|json)$/.test(name))
    .sort();
const isThere = (id: number): boolean => studio.episodes.list().some(({ episode }) => episode.id === id);

/** A stored file that the disk no longer gives out, until it is mended. */
function spoil(key: string): { mend: () => void } {
  const path = join(folder, 'episodes', key);
  rmSync(path);
  symlinkSync(path, path);
  return { mend: () => rmSync(path) };
}

test('a public episode is gone when its files are gone, not before', async () => {
  const { episode } = await make();
  await studio.episodes.remove(episode.id);
  const stop = await studio.work();
  for await (const _ of studio.episodes.watch(episode.id)) expect(isThere(episode.id)).toBe(true);
  expect([filesIn('episodes'), filesIn('feed')]).toEqual([[], []]);
  await stop();
});

describe('a draft whose files cannot be deleted', () => {
  let draft: EpisodeReport;
  let spoilt: ReturnType<typeof spoil>;
  beforeEach(async () => {
    draft = await make({ wish: 'draft' });
    spoilt = spoil(draft.enclosure?.key ?? '');
    await expect(studio.episodes.remove(draft.episode.id)).rejects.toMatchObject({
      code: 'store-unreachable',
    });
  });

  test('stays in the catalogue, and its removal is taken up again', async () => {
    expect(studio.episodes.find(draft.episode.slug).state).toBe('withdrawn');
    spoilt.mend();
    expect(await settle(draft.episode.id)).toMatchObject({ state: 'withdrawn' });
    expect(isThere(draft.episode.id)).toBe(false);
    expect(filesIn('episodes')).toEqual([]);
  });

  test('stays when somebody publishes it after all, and what was deleted is made again', async () => {
    spoilt.mend();
    await studio.episodes.publish(draft.episode.id);
    const after = await settle(draft.episode.id);
    expect(after).toMatchObject({ state: 'published', episode: { guid: draft.episode.guid } });
  });

  test('can be removed once more by hand', async () => {
    spoilt.mend();
    await studio.episodes.remove(draft.episode.id);
    expect(isThere(draft.episode.id)).toBe(false);
    expect(filesIn('episodes')).toEqual([]);
  });

  test('does not take its recording with it that comes in anew: that is refused until it is gone', async () => {
    await expect(receive({ title: 'The second' })).rejects.toMatchObject({ code: 'episode-leaving' });
    await expect(receive({ again: true })).rejects.toMatchObject({ code: 'episode-leaving' });
    const bumper = studio.shows.edit('talk', { intros: [recording] });
    await expect(bumper).rejects.toMatchObject({ code: 'episode-leaving' });
    spoilt.mend();
    await settle(draft.episode.id);
    const second = await make({ title: 'The second' });
    expect(second).toMatchObject({ state: 'published', episode: { title: 'The second' } });
    expect(second.episode.guid).not.toBe(draft.episode.guid);
  });
});

describe('a public episode that waits for its removal', () => {
  test('is refused once more, and stays when somebody publishes it after all', async () => {
    const { episode } = await make();
    const before = [filesIn('episodes'), filesIn('feed')];
    await studio.episodes.remove(episode.id);
    await expect(receive({ title: 'Anew' })).rejects.toMatchObject({ code: 'episode-leaving' });
    expect(studio.episodes.find('the-first').episode.title).toBe('The first');
    await studio.episodes.publish(episode.id);
    const after = await settle(episode.id);
    expect(after).toMatchObject({ state: 'published', episode: { guid: episode.guid } });
    expect([filesIn('episodes'), filesIn('feed')]).toEqual(before);
  });

  test('is kept in private when it is published after all, and then withdrawn', async () => {
    const { episode } = await make();
    const before = filesIn('episodes');
    await studio.episodes.remove(episode.id);
    await studio.episodes.publish(episode.id);
    await studio.episodes.withdraw(episode.id);
    expect(await settle(episode.id)).toMatchObject({ state: 'withdrawn' });
    expect([isThere(episode.id), filesIn('episodes'), filesIn('feed')]).toEqual([true, before, []]);
  });

  test('leaves nothing of the master that listeners had, where another one was on its way', async () => {
    const { episode } = await make();
    await receive({ title: 'Anew' });
    await studio.episodes.remove(episode.id);
    await settle(episode.id);
    expect([filesIn('episodes'), filesIn('feed')]).toEqual([[], []]);
  });

  test('leaves nothing that a publication had brought before it was stopped', async () => {
    const { episode } = await make({ wish: 'draft' });
    await studio.episodes.publish(episode.id);
    await studio.episodes.remove(episode.id);
    expect(isThere(episode.id)).toBe(true);
    await settle(episode.id);
    expect([filesIn('episodes'), filesIn('feed')]).toEqual([[], []]);
  });
});

test('of two that go at once, nothing is left either', async () => {
  const [one, two] = [await make({ wish: 'draft' }), await make({ wish: 'draft', again: true })];
  await Promise.all([one, two].map(({ episode }) => studio.episodes.remove(episode.id)));
  expect([one, two].map(({ episode }) => isThere(episode.id))).toEqual([false, false]);
  expect(filesIn('episodes')).toEqual([]);
});

test('a recording that is a show’s intro, too, stays', async () => {
  await studio.shows.edit('talk', { intros: [recording] });
  const { episode } = await make({ wish: 'draft' });
  await studio.episodes.remove(episode.id);
  expect(filesIn('episodes')).toEqual([expect.stringMatching(/^originals\/[0-9a-f]{64}\.wav$/)]);
  expect(existsSync(recording)).toBe(true);
});
