import { join } from 'node:path';
import { openCatalogue } from '../src/catalogue/catalogue.ts';
import type { PublishedEpisode } from '../src/show/episode.ts';
import { embedKey, episodePageKey, oembedKey } from '../src/show/keys.ts';
import type { Show } from '../src/show/show.ts';
import { openS3Store } from '../src/store/bucket.ts';
import type { ObjectStore } from '../src/store/store.ts';
import { createShow, type Environment, type House, openHouse } from '../test/cli/program.ts';
import { type S3Service, s3Absent, startS3 } from '../test/services/ceph.ts';
import { makeSpeech } from '../test/sounds.ts';
import { type Figures, inSeconds, medianOf } from './figures.ts';
import { furnishShow } from './furnishing.ts';
import { seedPublication } from './publish-house.ts';

const SHORT = 50;
const LONG = 5_000;
/** Episodes that are published one by one; the median counts. */
const TIMES = 5;
const PROMISED = 2_000;
/** Bytes of each of the older sounds: what is in them does not matter here. */
const SOUND_BYTES = 2_000;
const AT_ONCE = 16;

/** `corridor episode publish` for one more episode of a short and of a long show, both stores in S3. */
export async function benchOneMore(): Promise<Figures> {
  const absent = s3Absent();
  if (absent !== undefined) return { rows: [['left out']], remarks: [absent], promises: [] };
  const service = await startS3();
  try {
    const short = await publishOneMore(service, SHORT);
    const long = await publishOneMore(service, LONG);
    return tell(short, long);
  } finally {
    await service.stop();
  }
}

type Outcome = Readonly<{ milliseconds: number; start: number; written: readonly string[] }>;

function tell(short: Outcome, long: Outcome): Figures {
  const row = (name: string, { milliseconds, start, written }: Outcome) => [
    name,
    inSeconds(milliseconds),
    inSeconds(start),
    String(written.length),
  ];
  return {
    rows: [
      ['one more episode, both stores in S3', 'start to end', 'its start', 'objects written'],
      row(`after ${SHORT}`, short),
      row(`after ${LONG}`, long),
    ],
    remarks: [
      `corridor episode publish of a draft that is mastered, from the start of the program to its end; median of ${TIMES}.`,
      `Written after ${LONG}: ${long.written.join(', ')}.`,
    ],
    promises: [
      {
        says: `as many objects after ${LONG} as after ${SHORT}, but for the page of the year`,
        kept: long.written.length <= short.written.length + 1,
      },
      { says: `under ${inSeconds(PROMISED)}`, kept: long.milliseconds < PROMISED },
    ],
  };
}

async function publishOneMore(service: S3Service, episodes: number): Promise<Outcome> {
  const [hidden, open] = [`private-${episodes}`, `public-${episodes}`];
  await service.createBucket(hidden);
  await service.createBucket(open, { publicRead: true });
  const house = openHouse(settingsFor(service, hidden, open));
  try {
    await createShow(house);
    await demandGood(house, ['bucket', 'setup']);
    const store = storeOf(service, open, house);
    await furnish(house, store, episodes);
    const talk = await makeSpeech(house.file('talk.wav'), { seconds: 6, seed: episodes });
    const names = Array.from({ length: TIMES + 1 }, (_, i) => `more-${i}`);
    for (const name of names)
      await demandGood(house, ['publish', talk, '--title', name, '--draft', '--again']);
    const [first = '', ...more] = names.values();
    // The first makes the pages that are there only from some length on.
    await demandGood(house, ['episode', 'publish', first]);
    let since = new Date();
    const milliseconds = await medianOf(TIMES, async () => {
      since = new Date();
      await demandGood(house, ['episode', 'publish', more.shift() ?? '']);
    });
    const start = await medianOf(3, () => house.run(['--version']));
    return { milliseconds, start, written: await writtenSince(store, since) };
  } finally {
    house.remove();
  }
}

const settingsFor = (
  { endpoint, region, accessKey, secretKey }: S3Service,
  hidden: string,
  open: string,
): Environment => ({
  EPISODES_STORE: `s3://${hidden}/studio`,
  FEED_STORE: `s3://${open}/feed`,
  PUBLIC_URL: `${endpoint}/${open}/feed`,
  S3_ENDPOINT: endpoint,
  S3_REGION: region,
  AWS_ACCESS_KEY_ID: accessKey,
  AWS_SECRET_ACCESS_KEY: secretKey,
});

const storeOf = ({ endpoint, region, accessKey, secretKey }: S3Service, bucket: string, house: House) =>
  openS3Store({
    ...{ endpoint, region, bucket, forcePathStyle: true, checksums: 'when-required', prefix: 'feed' },
    credentials: { accessKeyId: accessKey, secretAccessKey: secretKey },
    address: `s3://${bucket}/feed`,
    publicBase: `${endpoint}/${bucket}/feed`,
    scratch: house.file('scratch'),
  });

/** Everything that an episode has in the public store is there, as after five thousand publications. */
async function furnish(house: House, store: ObjectStore, episodes: number): Promise<void> {
  const catalogue = openCatalogue(join(house.folder, 'episodes/catalogue.db'));
  try {
    const [show] = catalogue.shows.list();
    if (!show) throw new Error('There is no show.');
    furnishShow(catalogue, show, episodes, SOUND_BYTES);
    const objects = catalogue.episodes.published(show.id).flatMap((each) => objectsOf(show, each));
    const waiting = objects.values();
    const fill = async () => {
      for (const [key, contentType, bytes] of waiting) await store.put(key, bytes, { contentType });
    };
    await Promise.all(Array.from({ length: AT_ONCE }, fill));
    await seedPublication(catalogue, show, store);
  } finally {
    catalogue.close();
  }
}

type Placed = readonly [key: string, contentType: string, bytes: Buffer];

function objectsOf(show: Show, { episode, publication }: PublishedEpisode): readonly Placed[] {
  const page = Buffer.from('<!doctype html><title>As it was</title>');
  const chapters = {
    version: '1.2.0',
    chapters: episode.chapters.map(({ start, title }) => ({ startTime: start, title })),
  };
  return [
    [publication.enclosureKey, 'audio/mpeg', Buffer.alloc(SOUND_BYTES, 'corridor')],
    [
      publication.chaptersKey ?? '',
      'application/json+chapters; charset=utf-8',
      Buffer.from(JSON.stringify(chapters)),
    ],
    [episodePageKey(show, episode), 'text/html; charset=utf-8', page],
    [embedKey(show, episode), 'text/html; charset=utf-8', page],
    [oembedKey(show, episode), 'application/json; charset=utf-8', Buffer.from('{}')],
  ];
}

async function demandGood(house: House, words: readonly string[]): Promise<void> {
  const { exit, stdout, stderr } = await house.run(words);
  if (exit !== 0) throw new Error(`${stdout}${stderr}`);
}

async function writtenSince(store: ObjectStore, since: Date): Promise<readonly string[]> {
  const written: string[] = [];
  for await (const { key, modified } of store.list('')) if (modified >= since) written.push(key);
  return written;
}
