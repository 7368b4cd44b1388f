import { randomUUID } from 'node:crypto';
import { problemOf } from '../errors.ts';
import type { Finding } from '../feed/finding.ts';
import { inquireChapters } from '../feed/hosting/companion-inquiry.ts';
import { inquireSound } from '../feed/hosting/sound-inquiry.ts';
import type { ObjectStore } from '../store/store.ts';
import type { House } from './house.ts';
import { mendOf, reachOf } from './preflight.ts';
import { openProbe, pursue } from './probing.ts';
import type { Examination } from './studio.ts';

/**
 * Whether the public store is one that podcast apps can listen to: a sound and a list of chapters are put there, asked
 * for under the public address as Apple's and Spotify's crawlers do (feed.md 5 and 7), and taken away again.
 */
export async function examineStorefront(house: House): Promise<readonly Examination[]> {
  const { publicStore } = house;
  const folder = `corridor-probe-${randomUUID()}`;
  const samples = samplesIn(folder);
  try {
    for (const { key, bytes, contentType } of samples) await publicStore.put(key, bytes, { contentType });
    const findings = await askAround(house, samples);
    return [
      good('writing', `${publicStore.address} keeps what it is given`),
      await seeConditions(publicStore),
      ...(findings.length > 0
        ? findings.map(examinationOf(publicStore.address.startsWith('s3:')))
        : [
            good(
              'reading',
              `${publicStore.publicUrl('')} serves sound and chapters as podcast apps want them`,
            ),
          ]),
    ];
  } catch (thrown) {
    const { message, hint } = problemOf(thrown);
    return [{ subject: 'writing', verdict: 'missing', says: message, mend: hint }];
  } finally {
    for (const { key } of samples) await publicStore.delete(key).catch(() => undefined);
  }
}

const probeChapters = [0, 20, 40].map((startTime, i) => ({ startTime, title: `Probe ${i + 1}` }));

type Sample = Readonly<{ key: string; bytes: Buffer; contentType: string }>;
type Samples = readonly [sound: Sample, chapters: Sample];

/** The sound is none, but nobody listens: it is long enough for every kind of range. */
const samplesIn = (folder: string): Samples => [
  { key: `${folder}/talk.mp3`, bytes: Buffer.alloc(100_000, 'corridor'), contentType: 'audio/mpeg' },
  {
    key: `${folder}/chapters.json`,
    bytes: Buffer.from(JSON.stringify({ version: '1.2.0', chapters: probeChapters })),
    contentType: 'application/json+chapters; charset=utf-8',
  },
];

async function askAround(
  { publicStore, settings }: House,
  [sound, list]: Samples,
): Promise<readonly Finding[]> {
  const [url, chaptersUrl] = [publicStore.publicUrl(sound.key), publicStore.publicUrl(list.key)];
  const probe = openProbe({ reach: reachOf({ settings }, url), patience: 10_000 });
  const asked = { place: 'reading', url, bytes: sound.bytes.length, type: sound.contentType };
  const companion = { place: 'chapters', url: chaptersUrl, type: 'application/json+chapters', seconds: 60 };
  return [
    ...(await pursue(inquireSound(asked), probe)),
    ...(await pursue(inquireChapters(companion), probe)),
  ];
}

async function seeConditions(store: ObjectStore): Promise<Examination> {
  if (await store.keepsConditions())
    return good('conditions', 'a feed is written over the version that was read, or not at all');
  return {
    subject: 'conditions',
    verdict: 'warning',
    says: 'the service ignores conditional writes (If-Match), so versions are only compared shortly before a write',
    mend: 'Publish to this bucket from one studio only; its publications take turns in its own catalogue.',
  };
}

const good = (subject: string, says: string): Examination => ({ subject, verdict: 'good', says });

const examinationOf =
  (isBucket: boolean) =>
  (finding: Finding): Examination => ({
    subject: finding.place,
    verdict: finding.severity === 'error' ? 'missing' : 'warning',
    says: finding.what,
    mend: isBucket ? mendOf(finding) : (folderMends[finding.rule] ?? finding.mend),
  });

/** Where feeds lie in a folder, something has to serve it. */
const folderMends: Readonly<Record<string, string>> = {
  'http-unreachable': 'Start `corridor serve`, or the web server that stands for PUBLIC_URL.',
};
