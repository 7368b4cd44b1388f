import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createShow,
  documentOf,
  type Environment,
  episodesOf,
  type Fault,
  type House,
  openHouse,
  publishJson,
  showWords,
  type Told,
} from '../cli/program.ts';
import { describeWithS3, type S3Service, startS3 } from '../services/ceph.ts';
import { servePage } from '../services/page.ts';
import { freePort } from '../services/processes.ts';
import { makeSpeech } from '../sounds.ts';

/** Both stores in buckets of a real S3-compatible service; then the feed's bucket in every kind of trouble. */
describeWithS3('stores in S3', () => {
  let service: S3Service;
  let house: House;

  beforeAll(async () => {
    service = await startS3();
    await service.createBucket('private');
    await service.createBucket('public', { publicRead: true });
    house = openHouse(settingsOf(service));
    await createShow(house);
  });
  afterAll(async () => {
    house?.remove();
    await service?.stop();
  });

  const settingsOf = ({ endpoint, region, accessKey, secretKey }: S3Service): Environment => ({
    EPISODES_STORE: 's3://private/studio',
    FEED_STORE: 's3://public/feed',
    PUBLIC_URL: `${endpoint}/public/feed`,
    S3_ENDPOINT: endpoint,
    S3_REGION: region,
    AWS_ACCESS_KEY_ID: accessKey,
    AWS_SECRET_ACCESS_KEY: secretKey,
  });
  const feed = async () => (await fetch(`${service.endpoint}/public/feed/night-shift/feed.xml`)).text();
  const talk = (name: string, seed: number) => makeSpeech(house.file(`${name}.wav`), { seed });

  test('publish: feed, audio and page can be fetched by anybody, as apps do it', async () => {
    const told = await publishJson(house, [await talk('first', 1), '--title', 'First']);
    expect(told.state).toBe('published');
    expect(await feed()).toContain(told.episode.guid);
    const url = told.enclosure.url ?? '';
    const part = await fetch(url, { headers: { range: 'bytes=0-99' } });
    expect({ status: part.status, type: part.headers.get('content-type') }).toEqual({
      status: 206,
      type: 'audio/mpeg',
    });
    const whole = await fetch(url);
    expect((await whole.arrayBuffer()).byteLength).toBe(told.enclosure.bytes);
    expect((await fetch(told.pageUrl ?? '')).headers.get('content-type')).toMatch(/^text\/html/);
    expect((await fetch(told.feedUrl)).headers.get('content-type')).toMatch(/^application\/rss\+xml/);
  });

  test('what is private stays private', async () => {
    const { enclosure } = (await episodesOf(house))[0] ?? {};
    const answer = await fetch(`${service.endpoint}/private/studio/${enclosure?.key}`);
    expect(answer.status).toBe(403);
  });

  test('nothing of the stores lies on the local disk', () => {
    expect([...house.publicKeys(), ...house.privateKeys(), ...house.scratch()]).toEqual([]);
  });

  test('a bucket that nobody can read is told, and set up, and what it is good for is told again', async () => {
    await service.createBucket('closed');
    const closed = { FEED_STORE: 's3://closed', PUBLIC_URL: `${service.endpoint}/closed` };
    type Answered = { good: boolean; changes?: string[]; examinations: { verdict: string; mend?: string }[] };
    const before = await house.run(['bucket', 'check', '--json'], closed);
    const told = documentOf<Answered>(before);
    expect([before.exit, told.good]).toEqual([1, false]);
    expect(told.examinations.find(({ verdict }) => verdict === 'missing')?.mend).toContain(
      'corridor bucket setup',
    );
    const after = await house.run(['bucket', 'setup', '--json'], closed);
    expect(after.exit).toBe(0);
    expect(documentOf<Answered>(after)).toMatchObject({
      good: true,
      changes: [expect.stringContaining('in the bucket closed'), expect.any(String)],
    });
    const again = documentOf<Answered>(await house.run(['bucket', 'setup', '--json'], closed));
    expect(again).toMatchObject({ good: true, changes: [] });
    const left = await fetch(`${service.endpoint}/closed/corridor-probe`);
    expect(left.status).not.toBe(200);
  });

  describe('what podcast apps could not read', () => {
    const inOwnHouse = (bucket: string): Environment => ({
      EPISODES_STORE: `file:${house.folder}/episodes-of-${bucket}`,
      CATALOGUE: `${house.folder}/${bucket}.db`,
      FEED_STORE: `s3://${bucket}`,
      PUBLIC_URL: `${service.endpoint}/${bucket}`,
    });
    const setUp = async (settings: Environment): Promise<void> => {
      const { exit, stderr } = await house.run(await showWords(house), settings);
      if (exit !== 0) throw new Error(`No show: ${stderr}`);
    };

    test('is taken back from a bucket that is closed, with what to do; opened, it is published', async () => {
      await service.createBucket('shut');
      const settings = inOwnHouse('shut');
      await setUp(settings);
      const words = [await talk('shut', 50), '--title', 'Shut', '--json'];
      const outcome = await house.run(['publish', ...words], settings);
      expect(outcome.exit).toBe(1);
      const { error } = documentOf<Fault>(outcome);
      expect(error.code).toBe('address-unfit');
      expect(error.message).toContain('403');
      expect(error.hint).toContain('corridor bucket setup');
      await house.run(['bucket', 'setup'], settings);
      expect((await fetch(`${settings.PUBLIC_URL}/night-shift/feed.xml`)).ok).toBe(false);
      const later = await house.run(['episode', 'publish', 'shut', '--json'], settings);
      expect(documentOf<Told>(later)).toMatchObject({ state: 'published' });
      const feed = await (await fetch(`${settings.PUBLIC_URL}/night-shift/feed.xml`)).text();
      expect(feed).toContain('<title><![CDATA[Shut]]></title>');
    });

    test('at an address that leads to a page, the feed before it is back to the byte', async () => {
      await service.createBucket('paged', { publicRead: true });
      const settings = inOwnHouse('paged');
      await setUp(settings);
      await publishJson(house, [await talk('good-one', 51), '--title', 'Good'], settings);
      const address = `${settings.PUBLIC_URL}/night-shift/feed.xml`;
      const before = await (await fetch(address)).text();
      const page = await servePage();
      const astray = { ...settings, PUBLIC_URL: page.address };
      const words = [await talk('astray', 52), '--title', 'Astray', '--json'];
      const outcome = await house.run(['publish', ...words], astray);
      await page.stop();
      expect(documentOf<Fault>(outcome).error).toMatchObject({
        code: 'address-unfit',
        message: expect.stringContaining('text/html'),
        hint: expect.stringContaining('PUBLIC_URL'),
      });
      expect(await (await fetch(address)).text()).toBe(before);
      expect((await fetch(`${settings.PUBLIC_URL}/night-shift/astray.html`)).ok).toBe(false);
      const index = await (await fetch(`${settings.PUBLIC_URL}/night-shift/index.html`)).text();
      expect(index).toContain('Good');
      expect(index).not.toContain('Astray');
    });
  });

  describe('a feed that was good before the trouble began', () => {
    const inTrouble = () => ({
      EPISODES_STORE: `file:${house.folder}/episodes-on-disk`,
      CATALOGUE: `${house.folder}/trouble.db`,
      FEED_STORE: 's3://public/trouble',
      PUBLIC_URL: `${service.endpoint}/public/trouble`,
    });
    const troubles: readonly Readonly<{
      what: string;
      code: string;
      settings: () => Promise<Environment>;
    }>[] = [
      {
        what: 'wrong credentials',
        code: 'store-refused',
        settings: async () => ({ AWS_SECRET_ACCESS_KEY: 'not-the-secret' }),
      },
      {
        what: 'a bucket that is not there',
        code: 'bucket-missing',
        settings: async () => ({ FEED_STORE: 's3://no-such-bucket/feed' }),
      },
      {
        what: 'a service that does not answer',
        code: 'store-unreachable',
        settings: async () => ({ S3_ENDPOINT: `http://127.0.0.1:${await freePort()}` }),
      },
    ];

    beforeAll(async () => {
      const { exit, stderr } = await house.run(await showWords(house), inTrouble());
      if (exit !== 0) throw new Error(`No show: ${stderr}`);
      await publishJson(house, [await talk('good', 40), '--title', 'Before'], inTrouble());
    });

    test.each(troubles)(
      '$what: $code; the episode is ready, and published later',
      async ({ code, settings }) => {
        const bad = { ...inTrouble(), ...(await settings()) };
        const before = await feedInTrouble();
        expect(before).toContain('<title><![CDATA[Before]]></title>');
        const words = [await talk(code, code.length), '--title', `In trouble: ${code}`];
        const outcome = await house.run(['publish', ...words, '--json'], bad);
        expect(outcome.exit).toBe(1);
        const { error } = documentOf<Fault>(outcome);
        const slug = `in-trouble-${code}`;
        expect(error).toMatchObject({
          code,
          hint: expect.stringContaining(`corridor episode publish ${slug}`),
        });
        expect(JSON.stringify(error)).not.toContain('not-the-secret');
        const kept = documentOf<Told>(await house.run(['episode', 'show', slug, '--json'], bad));
        expect(kept).toMatchObject({ state: 'publishing', loudness: { after: expect.anything() } });
        expect(await feedInTrouble()).toBe(before);

        const later = await house.run(['episode', 'publish', slug, '--json'], inTrouble());
        expect(documentOf<Told>(later)).toMatchObject({
          state: 'published',
          episode: { guid: kept.episode.guid },
        });
        expect(await feedInTrouble()).toContain(kept.episode.guid);
      },
    );

    const feedInTrouble = async () =>
      (await fetch(`${service.endpoint}/public/trouble/night-shift/feed.xml`)).text();
  });
});
