import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  copyHouse,
  documentOf,
  episodesOf,
  type House,
  openHouseWithShow,
  publishJson,
  type Told,
} from '../cli/program.ts';
import { hear, makeSpeech } from '../sounds.ts';
import { until } from '../waiting.ts';

/** The program dies in the middle of the sound work, as in a power cut; the next one finishes what it began. */
describe('killed while rendering', { timeout: 180_000 }, () => {
  let killed: House;
  let words: readonly string[];
  let episode: Told;
  const houses: House[] = [];

  beforeAll(async () => {
    killed = await openHouseWithShow();
    houses.push(killed);
    words = [await makeSpeech(killed.file('long.wav'), { seconds: 60 }), '--title', 'Power cut'];
    const running = killed.start(['publish', ...words]);
    await until(() => running.told().includes('Levelling'), { timeout: 60_000 });
    running.child.kill('SIGKILL');
    await running.ended;
    episode = (await episodesOf(killed))[0] as Told;
  });
  afterAll(() => {
    for (const house of houses) house.remove();
  });

  /** What the power cut left, as often as it is wanted. */
  function afterPowerCut(): House {
    const house = copyHouse(killed);
    houses.push(house);
    return house;
  }

  async function expectFinished(house: House, told: Told): Promise<void> {
    expect(told).not.toHaveProperty('interrupted');
    expect(told).toMatchObject({ state: 'published', episode: { guid: episode.episode.guid } });
    expect(house.content().episodes).toHaveLength(1);
    const feed = house.feed();
    expect(feed.match(/<item>/g)).toHaveLength(1);
    expect(feed).toContain(episode.episode.guid);
    const key = told.enclosure.url?.replace('https://podcast.example.com/feed/', '') ?? '';
    const heard = await hear(join(house.folder, 'feed', key));
    expect(heard.seconds).toBeCloseTo(told.enclosure.duration, 0);
    expect(Math.abs(heard.integrated + 16)).toBeLessThanOrEqual(1);
  }

  test('it leaves one episode, which is not public yet', () => {
    const { episodes, public: keys } = killed.content();
    expect(episodes).toHaveLength(1);
    expect(episode.state).not.toBe('published');
    expect(keys.filter((key) => key.endsWith('.mp3'))).toEqual([]);
  });

  test('the list says that nobody works on it any more, and how to go on', async () => {
    expect(episode).toMatchObject({ state: 'working', interrupted: true });
    const { stdout } = await killed.run(['episode', 'list']);
    expect(stdout).toMatch(/^interrupted +.* night-shift\/power-cut +Power cut$/m);
    expect(stdout).toMatch(/was interrupted; to go on: corridor episode publish night-shift\/power-cut$/m);
  });

  test('the same command again finishes it: one episode, the same guid', async () => {
    const house = afterPowerCut();
    await expectFinished(house, await publishJson(house, words));
  });

  test('episode publish finishes it, too, without the file', async () => {
    const house = afterPowerCut();
    const later = await house.run(['episode', 'publish', 'power-cut', '--json']);
    await expectFinished(house, documentOf<Told>(later));
  });
});
