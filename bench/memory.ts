import { statSync } from 'node:fs';
import { createShow, type Environment, type House, openHouse, type Running } from '../test/cli/program.ts';
import { type S3Service, s3Absent, startS3 } from '../test/services/ceph.ts';
import { ffmpeg, makeSpeech } from '../test/sounds.ts';
import { until } from '../test/waiting.ts';
import { type Figures, inMegabytes } from './figures.ts';
import { readNaively, watchPeak } from './peak.ts';
import { upload } from './uploading.ts';

/** Little sound in many bytes, so that the figures come from bytes and not from hours of encoding. */
const SOUND = { rate: 192_000, channels: 2, bytesPerSecond: 192_000 * 2 * 3 };
const SMALL = 200e6;
const LARGE = 2_000e6;
const PROMISED_BYTES = 250e6;
const PROMISED_GROWTH = 1.2;
const PATIENCE = { timeout: 30 * 60_000 };

type Way = Readonly<{ name: string; peak(recording: string): Promise<number> }>;

/** The most memory that the program itself ever held, for a small and a large recording, on every way in. */
export async function benchMemory(): Promise<Figures> {
  const house = openHouse();
  const service = s3Absent() === undefined ? await startS3() : undefined;
  try {
    await createShow(house);
    const small = await makeRecording(house, SMALL);
    const large = await makeRecording(house, LARGE);
    const rows: Row[] = [];
    for (const way of [...localWays(house), ...(service ? [await bucketWay(house, service)] : [])]) {
      rows.push({ name: way.name, small: await way.peak(small), large: await way.peak(large) });
    }
    const baseline = { idle: await idlePeak(house), naive: await readNaively(small) };
    return tell(
      rows,
      baseline,
      [small, large].map((path) => statSync(path).size),
    );
  } finally {
    await service?.stop();
    house.remove();
  }
}

type Row = Readonly<{ name: string; small: number; large: number }>;

function tell(
  rows: readonly Row[],
  { idle, naive }: { idle: number; naive: number },
  sizes: number[],
): Figures {
  const growth = ({ small, large }: Row) => large / small;
  return {
    rows: [
      ['peak memory of the Node process', ...sizes.map(inMegabytes), 'growth'],
      ...rows.map((row) => [
        row.name,
        inMegabytes(row.small),
        inMegabytes(row.large),
        `${((growth(row) - 1) * 100).toFixed(0)} %`,
      ]),
      ['baseline: corridor serve, idle', inMegabytes(idle), inMegabytes(idle), ''],
      ['baseline: readFile, then hash', inMegabytes(naive), '', ''],
    ],
    remarks: [
      'VmHWM of the process from its start to the published episode; ffmpeg runs in processes of its own.',
      `Recordings: speech-like noise, WAV, ${SOUND.rate / 1000} kHz, 24 bit, stereo.`,
    ],
    promises: [
      {
        says: `under ${inMegabytes(PROMISED_BYTES)}`,
        kept: rows.every(({ large }) => large < PROMISED_BYTES),
      },
      {
        says: 'at most 20 % more for ten times the size',
        kept: rows.every((row) => growth(row) <= PROMISED_GROWTH),
      },
    ],
  };
}

async function makeRecording(house: House, bytes: number): Promise<string> {
  const piece = await makeSpeech(house.file('piece.mkv'), { ...SOUND, seconds: 60 });
  const path = house.file(`recording-${bytes}.wav`);
  const looped = ['-stream_loop', '-1', '-i', piece, '-t', String(bytes / SOUND.bytesPerSecond)];
  await ffmpeg([...looped, '-ar', String(SOUND.rate), '-c:a', 'pcm_s24le', path]);
  return path;
}

const localWays = (house: House): Way[] => [
  { name: 'uploaded over HTTP to corridor serve', peak: (recording) => uploadPeak(house, recording) },
  { name: 'corridor publish', peak: (recording) => publishPeak(house, recording, {}) },
];

async function bucketWay(house: House, service: S3Service): Promise<Way> {
  await service.createBucket('private');
  await service.createBucket('public', { publicRead: true });
  const settings: Environment = {
    EPISODES_STORE: 's3://private/studio',
    FEED_STORE: 's3://public/feed',
    S3_ENDPOINT: service.endpoint,
    AWS_ACCESS_KEY_ID: service.accessKey,
    AWS_SECRET_ACCESS_KEY: service.secretKey,
    CATALOGUE: house.file('bucket.db'),
  };
  const words = [
    '--title',
    'Bucket',
    '--author',
    'C',
    '--email',
    'p@example.com',
    '--category',
    'Technology',
  ];
  await expectGood(house.start(['show', 'create', ...words, '--language', 'en'], settings));
  return {
    name: 'corridor publish, both stores in S3',
    peak: (recording) => publishPeak(house, recording, settings),
  };
}

async function publishPeak(house: House, recording: string, settings: Environment): Promise<number> {
  const running = house.start(['publish', recording, '--title', 'Memory', '--again', '--json'], settings);
  const watch = watchPeak(running.child.pid);
  await expectGood(running);
  return watch.end();
}

async function uploadPeak(house: House, recording: string): Promise<number> {
  const { running, address } = await serve(house);
  const watch = watchPeak(running.child.pid);
  const episode = await upload(`${address}/api/shows/night-shift/episodes`, recording);
  await until(async () => {
    const { state } = (await (await fetch(`${address}${episode}`)).json()) as { state: string };
    if (state === 'failed') throw new Error('The uploaded recording could not be mastered.');
    return state === 'published';
  }, PATIENCE);
  running.child.kill('SIGTERM');
  await running.ended;
  return watch.end();
}

async function idlePeak(house: House): Promise<number> {
  const { running } = await serve(house);
  const watch = watchPeak(running.child.pid);
  running.child.kill('SIGTERM');
  await running.ended;
  return watch.end();
}

async function serve(house: House): Promise<{ running: Running; address: string }> {
  const running = house.start(['serve', '--json'], { LOG_LEVEL: 'silent' });
  await until(() => running.answered().trim().endsWith('}'), { timeout: 30_000 });
  const { address } = JSON.parse(running.answered()) as { address: string };
  return { running, address: address.replace(/\/$/, '') };
}

async function expectGood(running: Running): Promise<void> {
  const { exit, stdout, stderr } = await running.ended;
  if (exit !== 0) throw new Error(`${stdout}${stderr}`);
}
