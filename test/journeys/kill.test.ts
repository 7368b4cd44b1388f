import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  createShow,
  documentOf,
  episodesOf,
  type House,
  openHouse,
  publishJson,
  type Told,
} from '../cli/program.ts';
import { hear, makeSpeech } from '../sounds.ts';
import { until } from '../waiting.ts';

/** The program dies in the middle of the sound work, as in a power cut; the next one finishes what it began. */
describe('killed while rendering', { timeout: 180_000 }, () => {
  let house: House;
  beforeEach(async () => {
    house = openHouse();
    await createShow(house);
  });
  afterEach(() => house.remove());

  async function publishAndKill(words: readonly string[]): Promise<Told> {
    const running = house.start(['publish', ...words]);
    await until(() => running.told().includes('Levelling'), { timeout: 60_000 });
    running.child.kill('SIGKILL');
    await running.ended;
    const episodes = await episodesOf(house);
    expect(episodes).toHaveLength(1);
    expect(house.publicKeys().filter((key) => key.endsWith('.mp3'))).toEqual([]);
    const [episode] = episodes;
    if (!episode) throw new Error('The episode is gone.');
    return episode;
  }

  async function expectFinished(told: Told, guid: string): Promise<void> {
    expect(told).toMatchObject({ state: 'published', episode: { guid } });
    expect(await episodesOf(house)).toHaveLength(1);
    const feed = readFileSync(join(house.folder, 'feed/night-shift/feed.xml'), 'utf8');
    expect(feed.match(/<item>/g)).toHaveLength(1);
    expect(feed).toContain(guid);
    const key = told.enclosure.url?.replace('https://podcast.example.com/feed/', '') ?? '';
    const heard = await hear(join(house.folder, 'feed', key));
    expect(heard.seconds).toBeCloseTo(told.enclosure.duration, 0);
    expect(Math.abs(heard.integrated + 16)).toBeLessThanOrEqual(1);
  }

  test('the same command again finishes it: one episode, the same guid', async () => {
    const words = [await makeSpeech(house.file('long.wav'), { seconds: 240 }), '--title', 'Power cut'];
    const { episode } = await publishAndKill(words);
    await expectFinished(await publishJson(house, words), episode.guid);
  });

  test('episode publish finishes it, too, without the file', async () => {
    const words = [
      await makeSpeech(house.file('long.wav'), { seconds: 240, seed: 2 }),
      '--title',
      'Power cut',
    ];
    const { episode } = await publishAndKill(words);
    const later = await house.run(['episode', 'publish', 'power-cut', '--json']);
    await expectFinished(documentOf<Told>(later), episode.guid);
  });
});
