import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ffmpeg, hear, makePicture, makeSilence, makeSpeech } from '../sounds.ts';
import { decode, toneAt } from '../workshop/samples.ts';
import { type House, openHouse } from './house.ts';

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.close());

/** Any form that ffmpeg reads; a tone by which it is known again. */
async function makeMusic(name: string, hertz: number, seconds = 4): Promise<string> {
  const path = house.file(name);
  const source = `sine=frequency=${hertz}:sample_rate=44100:duration=${seconds},volume=6dB`;
  await ffmpeg(['-f', 'lavfi', '-i', source, '-ac', name.endsWith('.wav') ? '1' : '2', path]);
  return path;
}

const originals = () => house.privateKeys().filter((key) => key.startsWith('originals/'));
const show = () => house.studio.shows.get('talk');

describe('an episode of a show with two intros, an outro and music under the first words', () => {
  test('is as long as all of them, in their order, and where podcast apps want it', async () => {
    await house.createShow({
      intros: [await makeMusic('one.flac', 900), await makeMusic('two.wav', 1500)],
      outros: [await makeMusic('out.aiff', 2200)],
      bed: await makeMusic('bed.mka', 7000, 30),
    });
    const talk = await makeSpeech(house.file('talk.wav'), { seconds: 20 });
    const report = await house.publish(talk);
    const path = join(house.folder, 'feed', report.enclosure?.key ?? '');
    const heard = await hear(path);
    // Four pieces that overlap three times by a second.
    expect(report.enclosure?.duration).toBeCloseTo(4 + 4 + 20 + 4 - 3, 1);
    expect(heard.seconds).toBeCloseTo(report.enclosure?.duration ?? 0, 1);
    expect(report.facts.master?.talkStartsAt).toBeCloseTo(6, 2);
    expect(Math.abs(heard.integrated + 16)).toBeLessThanOrEqual(0.4);
    const samples = await decode(path);
    const tones = (at: number) => [900, 1500, 2200].filter((hertz) => toneAt(samples, hertz, at, 0.5) > 0.1);
    expect([1, 5, 15, 27].map(tones)).toEqual([[900], [1500], [], [2200]]);
    const music = (at: number) => toneAt(samples, 7000, at, 0.5) / toneAt(samples, 7300, at, 0.5);
    expect([2, 8, 14, 23].map((at) => music(at) > 10)).toEqual([false, true, true, false]);
  });
});

describe('bumpers', () => {
  test('are replaced by an edit, role by role, and taken away', async () => {
    const [a, b] = [await makeMusic('a.wav', 500), await makeMusic('b.wav', 600)];
    await house.createShow({ intros: [a, b, a], outros: [b], bed: a });
    const { intros, outros, bed } = show();
    expect({ outros, bed }).toEqual({ outros: [intros[1]], bed: intros[0] });
    expect(new Set(intros).size).toBe(2);
    await house.studio.shows.edit('talk', { intros: [b], bed: null });
    expect(show()).toMatchObject({ intros: outros, outros });
    expect(show()).not.toHaveProperty('bed');
    await house.studio.shows.edit('talk', { outros: [], title: 'Anew' });
    expect(show()).toMatchObject({ title: 'Anew', intros: outros, outros: [] });
  });

  test('are kept all or none, and the one that cannot be used is named', async () => {
    const good = await makeMusic('good.wav', 500);
    const silent = await makeSilence(house.file('silent.wav'));
    const made = house.createShow({ intros: [good, good], outros: [silent] });
    await expect(made).rejects.toMatchObject({
      code: 'recording-silent',
      message: expect.stringMatching(/^“silent\.wav” cannot be the outro\. The outro holds only silence/),
    });
    const cover = await makePicture(house.file('tiny.png'), { width: 200 });
    await expect(house.createShow({ bed: good, cover })).rejects.toMatchObject({ code: 'cover-unfit' });
    const bed = house.file('nowhere.mp3');
    await expect(house.createShow({ intros: [good], bed })).rejects.toMatchObject({ code: 'file-missing' });
    expect(originals()).toEqual([]);
  });

  test('that an edit refuses leave those that there are', async () => {
    const good = await makeMusic('good.wav', 500);
    await house.createShow({ intros: [good], bed: good });
    const before = show();
    const silent = await makeSilence(house.file('silent.wav'));
    await expect(house.studio.shows.edit('talk', { intros: [good, silent] })).rejects.toMatchObject({
      code: 'recording-silent',
    });
    expect(show()).toEqual(before);
    expect(originals()).toHaveLength(1);
  });

  test('stay when an episode of the same recording is removed', async () => {
    const [talk, other] = [await house.record(1), await house.record(2)];
    await house.createShow({ outros: [other, talk], bed: talk });
    const { episode } = await house.publish(talk, { wish: 'draft' });
    await house.studio.episodes.remove(episode.id);
    expect(originals()).toHaveLength(2);
    await house.studio.shows.edit('talk', { outros: [], bed: null });
    const again = await house.publish(talk, { wish: 'draft' });
    await house.studio.episodes.remove(again.episode.id);
    expect(originals()).toEqual([expect.stringContaining(show().outros[0] ?? 'originals/')]);
  });
});
