import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { passagesOf } from '../../src/show/episode.ts';
import { podcastRecipe } from '../../src/show/recipe.ts';
import { moveTranscript } from '../../src/show/transcript/moving.ts';
import { readTranscript } from '../../src/show/transcript/reading.ts';
import type { EpisodeReport } from '../../src/studio/studio.ts';
import { ffmpeg, makeSpeech, makeTone } from '../sounds.ts';
import { openWebHouse, talks, type WebHouse } from '../web/house.ts';
import { decode, toneAt } from '../workshop/samples.ts';

/**
 * A transcript from the recording's own times to those of the published files. Behind an intro and a pause that is cut,
 * a tone sounds where the transcript says so: its place in the MP3 proves the cue's times without any of our reckoning.
 */
const TONE = 3000;
const words = `WEBVTT
Language: de

00:00:01.000 --> 00:00:06.000
<v Anna>Guten Morgen & willkommen.

00:00:09.000 --> 00:00:15.000
<v Ben>Niemand hört das: es steht in der Pause.

00:00:20.000 --> 00:00:21.000
<v Ben>Jetzt der Ton.
`;

describe('a transcript', () => {
  let house: WebHouse;
  let report: EpisodeReport;
  let feed: string;

  beforeAll(async () => {
    house = await openWebHouse();
    const stop = await house.studio.work();
    const recipe = { ...podcastRecipe, silence: { trim: true, longestPause: 1 } };
    const intro = await makeTone(join(house.folder, 'intro.wav'), { seconds: 4 });
    await house.studio.shows.create({ ...talks, intros: [intro], recipe });
    const { report: taken } = await house.studio.episodes.receive({
      title: 'The tone',
      wish: 'public',
      recording: { file: await makeTalk(), name: 'talk.wav' },
      transcript: readTranscript(words),
    });
    for await (const each of house.studio.episodes.watch(taken.episode.id, AbortSignal.timeout(60_000)))
      report = each;
    await stop();
    feed = readFileSync(join(house.folder, 'feed/talks/feed.xml'), 'utf8');
  });
  afterAll(() => house.close());

  /** Eight seconds of talk, eight of silence, eight of talk with a tone in them. */
  async function makeTalk(): Promise<string> {
    const path = join(house.folder, 'talk.wav');
    const speech = await makeSpeech(join(house.folder, 'speech.wav'), { seconds: 24, seed: 3 });
    const tone = `sine=frequency=${TONE}:sample_rate=44100:duration=24`;
    const mix = [
      "[0:a]volume='if(between(t,8,16),0,1)':eval=frame[talk]",
      "[1:a]volume='if(between(t,20,21),2,0)':eval=frame[tone]",
      '[talk][tone]amix=inputs=2:duration=first,volume=2',
    ].join(';');
    const inputs = ['-i', speech, '-f', 'lavfi', '-i', tone];
    await ffmpeg([...inputs, '-filter_complex', mix, '-ac', '1', '-ar', '44100', path]);
    return path;
  }

  /** The tags of the feed: type to attributes. */
  const tags = () =>
    [...feed.matchAll(/<podcast:transcript ([^>]*)\/>/g)].map(([, attributes = '']) =>
      Object.fromEntries(
        [...attributes.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]),
      ),
    );
  const pathOf = (url: string): string => new URL(url).pathname;

  test('is in the feed in four formats, WebVTT first, and the feed check finds nothing about it', async () => {
    expect(report.state).toBe('published');
    const [vtt] = tags();
    expect(tags().map(({ type, language, rel }) => [type, language, rel])).toEqual([
      ['text/vtt', 'de', 'captions'],
      ['application/x-subrip', 'de', 'captions'],
      ['application/json', 'de', 'captions'],
      ['text/plain', 'de', undefined],
    ]);
    expect(report.transcriptUrl).toBe(vtt?.url);
    const [check] = await house.studio.checkFeed('talks');
    expect(check?.findings.filter(({ rule }) => /transcript|store/.test(rule))).toEqual([]);
  });

  test('has its cues moved by the intro and the cut pause; what was cut away is gone', async () => {
    const master = report.facts.master ?? expect.fail('There is no master.');
    const passages = passagesOf(master);
    expect(passages.length).toBeGreaterThan(1);
    const published = readTranscript(await (await house.ask(pathOf(tags()[0]?.url ?? ''))).text());
    const moved = moveTranscript(readTranscript(words), passages, master.enclosure.seconds);
    expect(published.cues).toEqual(moved.cues);
    expect(published.cues.map(({ text, speaker }) => `${speaker}: ${text}`)).toEqual([
      'Anna: Guten Morgen & willkommen.',
      'Ben: Jetzt der Ton.',
    ]);
  });

  test('says when the tone sounds in the very file that listeners get', async () => {
    const published = readTranscript(await (await house.ask(pathOf(report.transcriptUrl ?? ''))).text());
    const from = (published.timed && published.cues.at(-1)?.from) || Number.NaN;
    // The recording has it at 20 seconds; a pause of eight became one of a second, the intro takes three.
    expect(from).toBeGreaterThan(12);
    expect(from).toBeLessThan(18);
    const samples = await decode(join(house.folder, 'feed', report.enclosure?.key ?? ''));
    const tone = (at: number) => toneAt(samples, TONE, at, 0.1);
    const during = tone(from + 0.45);
    for (const at of [0.05, 0.85]) expect(tone(from + at)).toBeGreaterThan(during / 2);
    for (const at of [-0.2, 1.1]) expect(tone(from + at)).toBeLessThan(during / 10);
  });

  test('is served with its exact type, its letters named, to every origin', async () => {
    expect(tags()).toHaveLength(4);
    for (const { url = '', type } of tags()) {
      const answer = await house.ask(pathOf(url), { headers: { Origin: 'https://player.example' } });
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toBe(`${type}; charset=utf-8`);
      expect(answer.headers.get('access-control-allow-origin')).toBe('*');
      expect(answer.headers.get('cache-control')).toContain('immutable');
    }
  });
});
