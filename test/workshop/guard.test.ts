import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ffmpeg, hear, makeTone } from '../sounds.ts';
import { type Bench, openBench, stereo } from './bench.ts';
import { outsideMovie } from './outside.ts';
import { withEachFfmpeg } from './tools.ts';

/** A loud tone lies beside files that name it; whoever hears it has opened what was never handed in. */
const folder = mkdtempSync(join(tmpdir(), 'corridor-guard-'));
const secret = join(folder, 'secret.wav');

function write(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

const hls = (target: string): string =>
  `#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:10\n#EXTINF:2.0,\n${target}\n#EXT-X-ENDLIST\n`;
const concat = `ffconcat version 1.0\nfile secret.wav\n`;
const dash = `<?xml version="1.0"?>\n<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT2S"><Period><AdaptationSet mimeType="audio/wav"><Representation id="1"><BaseURL>secret.wav</BaseURL></Representation></AdaptationSet></Period></MPD>`;
const endings = ['wav', 'mp3', 'm4a', 'txt', 'm3u8', 'ogg', 'ffconcat'] as const;

const lists: readonly (readonly [what: string, content: string])[] = [
  ['a playlist of HLS', hls('secret.wav')],
  ['a playlist of HLS with a whole path', hls(secret)],
  ['a playlist of HLS with a file address', hls(`file://${secret}`)],
  ['a playlist of HLS behind blank lines', `\n \n\t${hls('secret.wav')}`],
  ['a playlist of HLS behind a byte order mark', `\uFEFF${hls('secret.wav')}`],
  ['a list of ffconcat', concat],
  ['a list of ffconcat with quotes', `ffconcat version 1.0\nfile '${secret}'\n`],
  ['a list of concat without its head', `file '${secret}'\n`],
  ['a list of DASH', dash],
  ['a playlist of a web radio', '[playlist]\nFile1=secret.wav\nNumberOfEntries=1\n'],
];

const disguises: readonly (readonly [what: string, content: string | Buffer])[] = [
  ['a playlist of HLS behind more blanks than are looked at', `${' '.repeat(5000)}\n${hls('secret.wav')}`],
  ['a playlist of HLS in UTF-16', Buffer.from(`\uFEFF${hls('secret.wav')}`, 'utf16le')],
  ['a playlist of HLS behind other words', `hello\n${hls('secret.wav')}`],
  [
    'a description of a session',
    'v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nm=audio 5004 RTP/AVP 0\n',
  ],
  ['subtitles', '1\n00:00:00,000 --> 00:00:02,000\nHello\n'],
];

beforeAll(async () => {
  await makeTone(secret, { seconds: 2, dBFS: -3 });
});
afterAll(() => rmSync(folder, { recursive: true }));

withEachFfmpeg(({ program, name }) => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await openBench(program);
  });
  afterAll(() => bench.remove());
  const measure = (path: string) => bench.workshop.measureFile(path, stereo);

  describe.each(lists)('%s', (what, content) => {
    test('is told as what it is under every name', async () => {
      for (const ending of endings) {
        const path = write(`${what}.${ending}`, content);
        await expect(bench.workshop.inspectFile(path)).rejects.toMatchObject({
          code: 'recording-refers-elsewhere',
        });
      }
    });

    test('opens nothing even where nobody has looked at it first', async () => {
      for (const ending of ['wav', 'm3u8', 'ffconcat']) {
        const path = write(`${what}.${ending}`, content);
        await expect(measure(path)).rejects.toMatchObject({ code: 'recording-damaged' });
      }
    });
  });

  test.each(disguises)('%s is no sound', async (what, content) => {
    for (const ending of ['wav', 'm3u8', 'sdp']) {
      const path = write(`${what}.${ending}`, content);
      await expect(bench.workshop.inspectFile(path)).rejects.toMatchObject({ code: 'recording-not-sound' });
    }
  });

  test('a name that ffmpeg could take for an address is a name', async () => {
    for (const address of [
      `concat:${secret}|${secret}`,
      `subfile,,start,0,end,0,,:${secret}`,
      `pipe:0`,
      '-',
    ]) {
      await expect(measure(address)).rejects.toMatchObject({ code: 'recording-damaged' });
    }
  });

  test('a film whose sound lies in another file is not followed there', async () => {
    const movie = write(`outside-${name}.mov`, await outsideMovie(folder, secret));
    await expect(measure(movie)).rejects.toMatchObject({ code: 'recording-damaged' });
  });
});

describe('the traps are real: without the guard', () => {
  test('ffmpeg opens what a list names', async () => {
    expect((await hear(write('trap.ffconcat', concat))).integrated).toBeGreaterThan(-10);
  });

  test('ffmpeg opens what a film names', async () => {
    const movie = write('trap.mov', await outsideMovie(folder, secret));
    const said = await ffmpeg(['-enable_drefs', '1', '-i', movie, '-af', 'volumedetect', '-f', 'null', '-']);
    expect(Number(/max_volume: (\S+) dB/.exec(said)?.[1])).toBeGreaterThan(-4);
  });
});
