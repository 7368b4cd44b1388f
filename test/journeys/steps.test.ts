import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkFeed } from '../../src/feed/check.ts';
import {
  copyHouse,
  documentOf,
  type House,
  openHouseWithShow,
  publishJson,
  type Told,
} from '../cli/program.ts';
import { makeSpeech } from '../sounds.ts';

/**
 * The program dies right after every single step of a publication in turn: whatever it had done by then, listeners have a
 * whole feed, the one before or the new one, and the next start finishes.
 */
const isDemanded = process.env.CORRIDOR_TEST_ALL === '1';
const AT_ONCE = 2;
const hook = new URL('../cli/kill-hook.mjs', import.meta.url).href;
const BASE = 'https://podcast.example.com/feed/';

type Occasion = Readonly<{
  what: string;
  words: readonly string[];
  /** Titles in the feed then, in alphabetical order. */
  becomes: readonly string[];
  /** The first step, and from there every so many: what an edit and a recall do is the same for the most part. */
  steps: readonly [first: number, each: number];
}>;

const occasions: readonly Occasion[] = [
  {
    what: 'one episode more',
    words: ['episode', 'publish', 'second'],
    becomes: ['First', 'Second'],
    steps: isDemanded ? [1, 1] : [2, 4],
  },
  {
    what: 'an edit',
    words: ['episode', 'edit', 'first', '--title', 'Another'],
    becomes: ['Another'],
    steps: isDemanded ? [1, 5] : [3, 8],
  },
  {
    what: 'a recall',
    words: ['episode', 'withdraw', 'first'],
    becomes: [],
    steps: isDemanded ? [1, 4] : [2, 6],
  },
  {
    what: 'a show changed as a whole',
    words: ['show', 'edit', 'night-shift', '--description', 'Another.'],
    becomes: ['First'],
    steps: isDemanded ? [1, 4] : [4, 6],
  },
];

describe('killed after each step of a publication', { timeout: 300_000 }, () => {
  let ready: House;
  const houses: House[] = [];
  const titles = (house: House) =>
    [...house.feed().matchAll(/<item>.*?<title><!\[CDATA\[(.*?)\]\]>/gs)].map(([, title]) => title);

  beforeAll(async () => {
    ready = await openHouseWithShow();
    houses.push(ready);
    const talk = (name: string, seed: number) => makeSpeech(ready.file(`${name}.wav`), { seconds: 4, seed });
    await publishJson(ready, [await talk('first', 1), '--title', 'First']);
    await publishJson(ready, [await talk('second', 2), '--title', 'Second', '--draft']);
  });
  afterAll(() => {
    for (const house of houses) house.remove();
  });

  /** Every file of this house that the feed names is there, as long as the feed says. */
  function expectWhole(house: House): void {
    const feed = house.feed();
    expect(feed.trimEnd()).toMatch(/<\/rss>$/);
    for (const [, url = ''] of feed.matchAll(/(?:url|href)="(https:[^"]+)"/g))
      if (url.startsWith(BASE)) expect(existsSync(at(house, url)), url).toBe(true);
    for (const [, url = '', length] of feed.matchAll(/<enclosure url="([^"]+)" length="(\d+)"/g))
      expect(statSync(at(house, url)).size).toBe(Number(length));
  }
  const at = (house: House, url: string) => join(house.folder, 'feed', url.slice(BASE.length));

  /** Whether it was killed; if not, that was all it had to do. */
  async function killAfter(step: number, { words, becomes }: Occasion): Promise<boolean> {
    const house = copyHouse(ready);
    const before = house.feed();
    const NODE_OPTIONS = `--import ${hook}`;
    const { exit } = await house.run(words, { NODE_OPTIONS, KILL_AFTER_RENAMES: String(step) });
    if (exit !== null) {
      house.remove();
      return false;
    }
    houses.push(house);
    expectWhole(house);
    const isNew = house.feed() !== before;
    if (isNew) expect(titles(house).toSorted()).toEqual(becomes);
    else expect(titles(house)).toEqual(['First']);
    const { exit: ended, stdout } = await house.run([...words, '--json']);
    // Of a recall that was through at that moment nothing is left to be recalled.
    const isThrough = isNew && stdout.includes('“First” is not public.');
    expect(ended === 0 || isThrough, `${step}: ${stdout}`).toBe(true);
    expectWhole(house);
    expect(titles(house).toSorted()).toEqual(becomes);
    const faults = checkFeed(house.feed()).filter(({ severity }) => severity === 'error');
    if (becomes.length > 0) expect(faults).toEqual([]);
    house.remove();
    return true;
  }

  test.each(occasions)('$what', async (occasion) => {
    const [first, each] = occasion.steps;
    let next = first;
    let killed = 0;
    const walker = async (): Promise<void> => {
      for (let isOn = true; isOn; ) {
        const step = next;
        next += each;
        isOn = await killAfter(step, occasion);
        if (isOn) killed += 1;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, walker));
    expect(killed).toBeGreaterThan(1);
  });

  test('a recall that was cut short takes the sound away, too', async () => {
    const house = copyHouse(ready);
    houses.push(house);
    const [key = ''] = house.publicKeys().filter((name) => /first-[0-9a-f]+\.mp3$/.test(name));
    const NODE_OPTIONS = `--import ${hook}`;
    const steps = { NODE_OPTIONS, KILL_AFTER_RENAMES: '3' };
    expect((await house.run(['episode', 'withdraw', 'first'], steps)).exit).toBeNull();
    const told = documentOf<Told>(await house.run(['episode', 'withdraw', 'first', '--json']));
    expect(told.state).toBe('withdrawn');
    expect(house.publicKeys()).not.toContain(key);
  });
});
