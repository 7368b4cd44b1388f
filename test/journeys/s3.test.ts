import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  createShow,
  documentOf,
  type Environment,
  episodesOf,
  type Fault,
  type House,
  openHouse,
  publishJson,
  type Told,
} from '../cli/program.ts';
import { describeWithS3, type S3Service, startS3 } from '../services/ceph.ts';
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
      changes: [expect.any(String), expect.any(String)],
    });
    const again = documentOf<Answered>(await house.run(['bucket', 'setup', '--json'], closed));
    expect(again).toMatchObject({ good: true, changes: [] });
    const left = await fetch(`${service.endpoint}/closed/corridor-probe`);
    expect(left.status).not.toBe(200);
  });

  const privateOnDisk = () => ({ EPISODES_STORE: `file:${house.folder}/episodes-on-disk` });
  const troubles: readonly Readonly<{ what: string; code: string; settings: () => Promise<Environment> }>[] =
    [
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

  test.each(troubles)(
    '$what: $code; the episode is ready, and published later',
    async ({ code, settings }) => {
      const good = {
        ...privateOnDisk(),
        CATALOGUE: `${house.folder}/${code}.db`,
        FEED_STORE: `s3://public/${code}`,
      };
      const bad = { ...good, ...(await settings()) };
      const first = await publishFirst(good, code);
      const recording = await talk(code, code.length);
      const outcome = await house.run(['publish', recording, '--title', 'In trouble', '--json'], bad);
      expect(outcome.exit).toBe(1);
      const { error } = documentOf<Fault>(outcome);
      expect(error).toMatchObject({
        code,
        hint: expect.stringContaining('corridor episode publish in-trouble'),
      });
      expect(JSON.stringify(error)).not.toContain('not-the-secret');
      const kept = documentOf<Told>(await house.run(['episode', 'show', 'in-trouble', '--json'], bad));
      expect(kept).toMatchObject({ state: 'publishing', loudness: { after: expect.anything() } });
      expect(await feedOf(code)).toBe(first.feed);

      const later = documentOf<Told>(await house.run(['episode', 'publish', 'in-trouble', '--json'], good));
      expect(later).toMatchObject({ state: 'published', episode: { guid: kept.episode.guid } });
      expect(await feedOf(code)).toContain(kept.episode.guid);
    },
  );

  const feedOf = async (prefix: string) =>
    (await fetch(`${service.endpoint}/public/${prefix}/night-shift/feed.xml`)).text();

  /** A house whose feed was good once, before the trouble began. */
  async function publishFirst(settings: Environment, prefix: string): Promise<{ feed: string }> {
    const cover = house.file('Night Shift.jpg');
    const words = [
      'show',
      'create',
      '--title',
      'Night Shift',
      '--author',
      'Corridor',
      '--email',
      'p@example.com',
    ];
    const show = [...words, '--category', 'Technology', '--language', 'en', '--cover', cover];
    expect((await house.run(show, settings)).exit).toBe(0);
    await publishJson(house, [await talk('good', 40), '--title', 'Before'], settings);
    return { feed: await feedOf(prefix) };
  }
});
