import { afterAll, beforeAll, expect, test } from 'vitest';
import { openS3Store } from '../../src/store/bucket.ts';
import type { ObjectStore } from '../../src/store/store.ts';
import {
  createShow,
  documentOf,
  type Environment,
  type Fault,
  type House,
  openHouse,
  publishJson,
  type Told,
} from '../cli/program.ts';
import { read } from '../contracts/object-bench.ts';
import { describeWithS3, type S3Service, startS3 } from '../services/ceph.ts';
import { servePage } from '../services/page.ts';
import { makeSpeech } from '../sounds.ts';

/** A public address that leads elsewhere: nothing that listeners have may change, and everybody is told. */
describeWithS3('an address that leads to a page', () => {
  let service: S3Service;
  let house: House;
  let store: ObjectStore;
  let page: Awaited<ReturnType<typeof servePage>>;
  let astray: Environment;
  const hook = new URL('../cli/kill-hook.mjs', import.meta.url).href;

  beforeAll(async () => {
    service = await startS3();
    await service.createBucket('private');
    await service.createBucket('public', { publicRead: true });
    page = await servePage();
    house = openHouse(settingsOf(service));
    store = openS3Store({
      ...{ ...service, bucket: 'public', prefix: 'feed', address: 's3://public/feed' },
      ...{ forcePathStyle: true, checksums: 'when-required', scratch: house.file('copies') },
      credentials: { accessKeyId: service.accessKey, secretAccessKey: service.secretKey },
    });
    astray = { PUBLIC_URL: page.address };
    await createShow(house);
    for (const [seed, title] of ['One', 'Two'].entries())
      await publishJson(house, [await talk(title, seed), '--title', title]);
  });
  afterAll(async () => {
    house?.remove();
    await page?.stop();
    await service?.stop();
  });

  const settingsOf = ({ endpoint, region, accessKey, secretKey }: S3Service): Environment => ({
    ...{ EPISODES_STORE: 's3://private/studio', FEED_STORE: 's3://public/feed' },
    ...{ PUBLIC_URL: `${endpoint}/public/feed`, S3_ENDPOINT: endpoint, S3_REGION: region },
    ...{ AWS_ACCESS_KEY_ID: accessKey, AWS_SECRET_ACCESS_KEY: secretKey },
  });
  const talk = (name: string, seed: number) => makeSpeech(house.file(`${name}.wav`), { seconds: 4, seed });
  const feed = () => read(store, 'night-shift/feed.xml');

  /** The bytes of everything that has a name for good, as their ETags. */
  async function everything(): Promise<Readonly<Record<string, string>>> {
    const found: Record<string, string> = {};
    for await (const { key } of store.list('')) found[key] = (await store.head(key))?.etag ?? '';
    return found;
  }

  async function expectRefused(words: readonly string[], settings: Environment): Promise<Fault['error']> {
    const outcome = await house.run([...words, '--json'], settings);
    expect(outcome.exit, outcome.stdout).toBe(1);
    const { error } = documentOf<Fault>(outcome);
    expect(error).toMatchObject({ code: 'address-unfit', message: expect.stringContaining('text/html') });
    expect(error.hint).toContain('PUBLIC_URL');
    return error;
  }

  test('a show changed there: told, and not one byte of feed or pages is another; published later', async () => {
    const before = await everything();
    const words = ['show', 'edit', 'night-shift', '--description', 'A new word.'];
    expect((await expectRefused(words, astray)).hint).toContain('corridor show publish night-shift');
    expect(await everything()).toEqual(before);
    const later = await house.run(['show', 'publish', 'night-shift', '--json']);
    expect(later.exit).toBe(0);
    expect(await feed()).toContain('A new word.');
    expect(await read(store, 'night-shift/index.html')).toContain('A new word.');
  });

  test('going back there: told, nothing is another; published later', async () => {
    const before = await everything();
    const error = await expectRefused(['rollback', '--to', '1'], astray);
    expect(error.hint).toContain('The change is kept');
    expect(await everything()).toEqual(before);
    expect((await house.run(['show', 'publish', 'night-shift'])).exit).toBe(0);
    expect(await feed()).not.toContain('[Two]');
    expect((await house.run(['rollback'])).exit).toBe(0);
    expect(await feed()).toContain('[Two]');
  });

  test('an episode published there: its pages go again, all others are as they were', async () => {
    const before = await everything();
    const words = ['publish', await talk('Three', 3), '--title', 'Three'];
    await expectRefused(words, astray);
    const after = await everything();
    expect(after).toMatchObject(before);
    const added = Object.keys(after).filter((key) => !(key in before));
    expect(added.filter((key) => key.endsWith('.html') || key.endsWith('oembed.json'))).toEqual([]);
  });

  test('killed after the feed was written there: it goes back to the byte at the next attempt', async () => {
    const before = await everything();
    const dying = { ...astray, NODE_OPTIONS: `--import ${hook}`, KILL_AFTER_PUT: '/feed.xml' };
    const words = ['episode', 'edit', 'one', '--title', 'Uno'];
    expect((await house.run(words, dying)).exit).toBeNull();
    expect(await feed()).toContain('[Uno]');
    expect((await everything())['night-shift/feed.xml']).not.toBe(before['night-shift/feed.xml']);
    await expectRefused(['show', 'publish', 'night-shift'], astray);
    expect(await everything()).toMatchObject(before);
    expect((await house.run(['show', 'publish', 'night-shift'])).exit).toBe(0);
    expect(await feed()).toContain('[Uno]');
    expect(await feed()).not.toContain(page.address);
  });

  test('what was refused goes out by itself with the next publication that passes', async () => {
    await expectRefused(['episode', 'edit', 'one', '--title', 'Eins'], astray);
    expect(documentOf<Told>(await house.run(['episode', 'show', 'one', '--json'])).state).toBe('failed');
    const words = ['episode', 'edit', 'two', '--title', 'Zwei'];
    expect((await house.run(words)).exit).toBe(0);
    // Whatever work is left over when a command ends is done by the next.
    expect((await house.run(['show', 'publish', 'night-shift'])).exit).toBe(0);
    expect(documentOf<Told>(await house.run(['episode', 'publish', 'one', '--json'])).state).toBe(
      'published',
    );
    expect(await feed()).toMatch(/\[Zwei\][\s\S]*\[Eins\]/);
    expect(await read(store, 'night-shift/one.html')).toContain('Eins');
  });

  test('after a refusal, a recall tells how the recall went', async () => {
    await expectRefused(['episode', 'edit', 'one', '--title', 'Un'], astray);
    const told = documentOf<Told>(await house.run(['episode', 'unlist', 'one', '--json']));
    expect(told).toMatchObject({ state: 'unlisted' });
    expect(told).not.toHaveProperty('problem');
    expect(await feed()).not.toMatch(/\[(Eins|Un)\]/);
  });

  test('a recall goes through, and what apps will not be able to read is told', async () => {
    const told = documentOf<Told & { warnings: { what: string }[] }>(
      await house.run(['episode', 'withdraw', 'two', '--json'], astray),
    );
    expect(told.state).toBe('withdrawn');
    expect(told.warnings.map(({ what }) => what).join()).toContain('text/html');
    expect(await feed()).not.toContain('[Two]');
    expect(Object.keys(await everything()).filter((key) => key.startsWith('night-shift/two'))).toEqual([]);
  });
});
