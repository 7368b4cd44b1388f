import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseFeed } from 'podcast-partytime';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { reportJson } from '../../src/cli/report.ts';
import { podcastRecipe, type Recipe } from '../../src/show/recipe.ts';
import { type Certificate, printCertificate } from '../../src/sound/certificate.ts';
import type { EpisodeReport } from '../../src/studio/studio.ts';
import { printReport } from '../../src/web/json.ts';
import { type House, openHouse, publicUrl } from './house.ts';

/** An episode with AAC and Opus beside its MP3; each test goes on where the last ended. */
const recipe: Recipe = {
  ...podcastRecipe,
  name: 'formats',
  formats: { ...podcastRecipe.formats, m4a: { bitrate: 96 }, opus: { bitrate: 64 } },
};
let house: House;
let recording: string;
let first: EpisodeReport;
beforeAll(async () => {
  house = await openHouse();
  await house.createShow({ recipe });
  recording = await house.record(1);
});
afterAll(() => house.close());

const seen = () => parseFeed(house.feed())?.items[0]?.alternativeEnclosures ?? [];
const keysEnding = (keys: readonly string[], ...endings: string[]): string[] =>
  keys.filter((key) => endings.some((ending) => key.endsWith(`.${ending}`)));
const inPrivate = (kind: string): string[] => house.privateKeys().filter((key) => key.startsWith(`${kind}/`));

test('is published with all its formats, and the feed names them', async () => {
  first = await house.publish(recording);
  expect(first.state).toBe('published');
  const [, aac, opus] = seen();
  for (const [found, type] of [
    [aac, 'audio/mp4'],
    [opus, 'audio/ogg'],
  ] as const) {
    const key = found?.source[0]?.uri.replace(`${publicUrl}/`, '') ?? '';
    const object = await house.studio.publicFiles.store?.head(key);
    expect([found?.type, object?.contentType, object?.bytes]).toEqual([type, type, found?.length]);
  }
});

test('is told with address, type and size of each, on every door', () => {
  const [, aac, opus] = seen();
  expect(first.alternates).toMatchObject([
    { name: 'AAC', url: aac?.source[0]?.uri, type: 'audio/mp4', bytes: aac?.length, bitrate: 96 },
    { name: 'Opus', url: opus?.source[0]?.uri, type: 'audio/ogg', bytes: opus?.length, bitrate: 64 },
  ]);
  expect(printReport(first).alternates).toEqual(first.alternates);
  expect(reportJson(first).alternates).toEqual(first.alternates);
  const page = readFileSync(join(house.folder, 'feed/talk/the-first.html'), 'utf8');
  for (const { url } of first.alternates) {
    expect(page).toContain(`<source src="${url}"`);
    expect(page).toContain(`<a href="${url}"`);
  }
});

test('published again without any change, the feed stays the same', async () => {
  const before = house.feed();
  house.nextDay();
  await house.studio.episodes.publish(first.episode.id);
  await house.settled(first.episode.id);
  expect(house.feed()).toBe(before);
});

test('what somebody took away is noticed, and put back', async () => {
  const [key = ''] = keysEnding(house.publicKeys(), 'opus');
  rmSync(join(house.folder, 'feed', key));
  const [check] = await house.studio.checkFeed();
  expect(check?.findings).toMatchObject([
    { rule: 'store-object-missing', what: expect.stringContaining(key) },
  ]);
  await house.studio.episodes.publish(first.episode.id);
  await house.settled(first.episode.id);
  expect(house.publicKeys()).toContain(key);
});

test('a format that is gone from the private store, too, is made again', async () => {
  for (const [store, keys] of [
    ['feed', house.publicKeys()],
    ['episodes', inPrivate('masters')],
  ] as const)
    for (const key of keysEnding(keys, 'opus')) rmSync(join(house.folder, store, key));
  await house.studio.episodes.publish(first.episode.id);
  expect((await house.settled(first.episode.id)).state).toBe('published');
  for (const keys of [house.publicKeys(), inPrivate('masters')])
    expect(keysEnding(keys, 'opus')).toHaveLength(1);
});

test('under another title the formats are tagged anew, not encoded, and the former ones go', async () => {
  const renders = inPrivate('renders');
  const before = seen().map(({ source }) => source[0]?.uri);
  await house.publish(recording, { title: 'The first, anew' });
  expect(inPrivate('renders')).toEqual(renders);
  expect(inPrivate('masters')).toHaveLength(3);
  const after = seen().map(({ source }) => source[0]?.uri);
  expect(after).toHaveLength(3);
  expect(after.filter((uri) => before.includes(uri))).toEqual([]);
});

/** The file of an ending that listeners have now. */
function publicFile(ending: string) {
  const { enclosure, alternates, certificateUrl } = house.studio.episodes.find('the-first');
  const urls = [enclosure?.url, ...alternates.map(({ url }) => url), certificateUrl];
  const key = (urls.find((url) => url?.endsWith(ending)) ?? '').replace(`${publicUrl}/`, '');
  const path = join(house.folder, 'feed', key);
  const bytes = readFileSync(path);
  const restore = () => writeFileSync(path, bytes);
  const changeOneByte = () =>
    writeFileSync(
      path,
      bytes.map((byte, i) => (i === bytes.length >> 1 ? byte ^ 1 : byte)),
    );
  return { path, name: path.split('/').at(-1) ?? '', bytes, restore, changeOneByte };
}

test('proven again, every format is what its certificate says', async () => {
  const told: number[] = [];
  const proof = await house.studio.prove('the-first', { onProgress: (fraction) => told.push(fraction) });
  const named = ['mp3', 'm4a', 'opus'].map((ending) => publicFile(ending).name);
  expect(proof).toMatchObject({ holds: true, faults: [], absent: [] });
  expect(proof.files.map(({ file, format, holds }) => [file, format, holds])).toEqual(
    ['MP3', 'AAC', 'Opus'].map((format, i) => [named[i], format, true]),
  );
  expect(told).toEqual([...told].sort((a, b) => a - b));
  expect(told.at(-1)).toBeLessThanOrEqual(1);
});

test.each(['m4a', 'opus'])('one byte of the %s changed, it fails, and the others hold', async (ending) => {
  const file = publicFile(ending);
  file.changeOneByte();
  const { holds, faults, files } = await house.studio.prove('the-first');
  file.restore();
  expect(holds).toBe(false);
  expect(faults[0]).toBe(`${file.name}: The file is not the one that was made: its bytes differ.`);
  expect(files.map((each) => each.holds)).toEqual(files.map((each) => each.file !== file.name));
});

test('a certificate of an earlier release names no formats; the catalogue knows them', async () => {
  const certificate = publicFile('json');
  const { seal: _, alternates: __, ...rest } = JSON.parse(certificate.bytes.toString());
  writeFileSync(certificate.path, printCertificate(rest as Certificate));
  const before = await house.studio.prove('the-first');
  const m4a = publicFile('m4a');
  m4a.changeOneByte();
  const after = await house.studio.prove('the-first');
  for (const file of [m4a, certificate]) file.restore();
  expect([before, after].map(({ files }) => files.map(({ holds }) => holds))).toEqual([
    [true, true, true],
    [true, false, true],
  ]);
});

test('a format that is gone from the public store fails the proof', async () => {
  const opus = publicFile('opus');
  rmSync(opus.path);
  const { holds, faults } = await house.studio.prove('the-first');
  opus.restore();
  expect([holds, faults]).toEqual([false, [`${opus.name}: It is not where it was published any more.`]]);
});

test('withdrawn, they are gone for the public; removed, nothing is left of them', async () => {
  await house.studio.episodes.withdraw(first.episode.id);
  await house.settled(first.episode.id);
  expect(keysEnding(house.publicKeys(), 'mp3', 'm4a', 'opus')).toEqual([]);
  await house.studio.episodes.remove(first.episode.id);
  expect(['masters', 'renders', 'certificates'].flatMap(inPrivate)).toEqual([]);
});
