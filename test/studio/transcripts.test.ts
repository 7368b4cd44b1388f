import { readFileSync, rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readTranscript } from '../../src/show/transcript/reading.ts';
import type { EpisodeReport } from '../../src/studio/studio.ts';
import { type House, itemsOf, openHouse } from './house.ts';

/** What becomes of a transcript in both stores while its episode lives, changes and goes. */
let house: House;
let recording: string;
beforeEach(async () => {
  house = await openHouse();
  await house.createShow();
  recording = await house.record(1);
});
afterEach(() => house.close());

const timed = readTranscript('1\n00:00:00,500 --> 00:00:02,000\nAnna: Hello.\n');
const other = readTranscript('1\n00:00:01,000 --> 00:00:02,000\nAnna: Good evening.\n');
const untimed = readTranscript('Anna: Hello.\n\nBen: Good morning.\n');

const kept = () => house.privateKeys().filter((key) => key.startsWith('transcripts/'));
const tagsOf = (title = 'The first') =>
  [
    ...(itemsOf(house.feed()).get(title) ?? '').matchAll(
      /<podcast:transcript url="([^"]*)" type="([^"]*)"[^>]*>/g,
    ),
  ].map(([, url = '', type = '']) => ({ url, type }));
const textAt = (url = ''): string =>
  readFileSync(url.replace('https://podcast.example', house.folder), 'utf8');

async function exchange({ episode }: EpisodeReport, transcript: typeof timed | null): Promise<EpisodeReport> {
  await house.studio.episodes.setTranscript(episode.id, transcript);
  return house.settled(episode.id);
}

describe('a transcript', () => {
  test('that comes later reaches listeners without new sound, and goes when it is taken away', async () => {
    const first = await house.publish(recording);
    expect(tagsOf()).toEqual([]);
    const second = await exchange(first, timed);
    expect(second.facts.publication?.enclosureKey).toBe(first.facts.publication?.enclosureKey);
    expect(second.facts.publication?.changedAt).not.toEqual(first.facts.publication?.changedAt);
    expect(second.facts.publication?.publishedAt).toEqual(first.facts.publication?.publishedAt);
    expect(tagsOf().map(({ type }) => type)).toEqual([
      'text/vtt',
      'application/x-subrip',
      'application/json',
      'text/plain',
    ]);
    expect(textAt(tagsOf()[0]?.url)).toContain('<v Anna>Hello.');
    const third = await exchange(second, null);
    expect(third.episode).not.toHaveProperty('transcript');
    expect(third).not.toHaveProperty('transcriptUrl');
    expect([tagsOf(), kept()]).toEqual([[], []]);
  });

  test('that takes the place of another has another address, and the former file is not kept', async () => {
    const first = await house.publish(recording, { transcript: timed });
    const [before] = tagsOf();
    await exchange(first, other);
    expect(tagsOf()[0]?.url).not.toBe(before?.url);
    expect(textAt(tagsOf()[0]?.url)).toContain('Good evening.');
    expect(kept()).toHaveLength(1);
  });

  test('handed in with the recording again, it takes the place of the former one, too', async () => {
    await house.publish(recording, { transcript: timed });
    const { episode } = await house.publish(recording, { transcript: other });
    expect(kept()).toEqual([episode.transcript?.key]);
    const again = await house.publish(recording);
    expect(again.episode.transcript).toEqual(episode.transcript);
  });

  test('without times is published as text alone', async () => {
    await house.publish(recording, { transcript: untimed });
    expect(tagsOf().map(({ type }) => type)).toEqual(['text/plain']);
    expect(textAt(tagsOf()[0]?.url)).toBe('Anna: Hello.\n\nBen: Good morning.\n');
    expect(house.feed()).not.toContain('captions');
  });

  test('of two episodes stays until the second goes', async () => {
    const one = await house.publish(recording, { transcript: timed });
    const two = await house.publish(await house.record(2), { transcript: timed, title: 'The second' });
    expect(kept()).toHaveLength(1);
    await house.studio.episodes.remove(one.episode.id);
    await house.settled(one.episode.id);
    expect(kept()).toHaveLength(1);
    await exchange(two, null);
    expect(kept()).toEqual([]);
  });

  test('goes with its episode, in both stores', async () => {
    const { episode } = await house.publish(recording, { transcript: timed });
    await house.studio.episodes.withdraw(episode.id);
    await house.settled(episode.id);
    expect(house.publicKeys().filter((key) => key.startsWith('talk/the-first'))).toEqual([]);
    expect(kept()).toHaveLength(1);
    await house.studio.episodes.remove(episode.id);
    expect(kept()).toEqual([]);
  });

  test('is put back where somebody tidied it away, and missed by the feed check until then', async () => {
    const { episode } = await house.publish(recording, { transcript: timed });
    const [{ url = '' } = {}] = tagsOf();
    rmSync(url.replace('https://podcast.example', house.folder));
    const faults = async () =>
      (await house.studio.checkFeed('talk'))[0]?.findings.map(({ rule }) => rule) ?? [];
    expect(await faults()).toContain('store-object-missing');
    await house.studio.shows.edit('talk', { description: 'Anew' });
    await house.studio.shows.settle('talk');
    expect(await faults()).not.toContain('store-object-missing');
    expect(house.studio.episodes.find(episode.slug).state).toBe('published');
  });

  test('that is lost from the private store is told with the way out, and a new one mends it', async () => {
    const { episode } = await house.publish(recording, { transcript: timed });
    rmSync(house.file(`episodes/${episode.transcript?.key}`));
    await house.studio.episodes.publish(episode.id);
    const failed = await house.settled(episode.id);
    expect(failed.problem).toMatchObject({ code: 'object-missing' });
    expect(failed.problem?.message).toContain('The transcript of “The first”');
    expect((await exchange(failed, timed)).state).toBe('published');
  });

  test('whose words were all cut away is left out', async () => {
    const late = readTranscript('1\n01:00:00,000 --> 01:00:02,000\nNobody hears this.\n');
    const report = await house.publish(recording, { transcript: late });
    expect(report.state).toBe('published');
    expect(tagsOf()).toEqual([]);
    expect(report.remarks).toContain(
      'One cue of the transcript stands where nothing of the recording is kept, and was left out.',
    );
  });

  test('of which some words are past the end is published without them, and that is told until it is mended', async () => {
    const cues = ['00:00:00,500 --> 00:00:02,000\nHello.', '10:00:00,000 --> 10:00:01,000\nLate.'];
    const late = readTranscript(`${cues[0]}\n\n${cues[1]}\n\n11:00:00,000 --> 11:00:01,000\nLater.\n`);
    const report = await house.publish(recording, { transcript: late });
    expect(textAt(tagsOf()[0]?.url)).not.toContain('Late');
    expect(report.remarks).toContain(
      '2 cues of the transcript stand where nothing of the recording is kept, and were left out.',
    );
    const { remarks } = await exchange(report, timed);
    expect(remarks.filter((remark) => remark.includes('transcript'))).toEqual([]);
  });
});
