import { describe, expect, test } from 'vitest';
import { guardedInput, type Inspection, readClock, readInspection } from '../../src/sound/inspection.ts';
import { reportOn, versions } from './reports.ts';

const mov = 'mov,mp4,m4a,3gp,3g2,mj2';

const sounds: readonly (readonly [file: string, Inspection])[] = [
  ['mono.wav', { container: 'wav', codec: 'pcm_s16le', sampleRate: 48000, channels: 1, seconds: 2 }],
  ['stereo.wav', { container: 'wav', codec: 'pcm_s16le', sampleRate: 44100, channels: 2, seconds: 2 }],
  ['surround.wav', { container: 'wav', codec: 'pcm_s16le', sampleRate: 48000, channels: 6, seconds: 2 }],
  ['seven.wav', { container: 'wav', codec: 'pcm_s16le', sampleRate: 48000, channels: 8, seconds: 1 }],
  ['studio.flac', { container: 'flac', codec: 'flac', sampleRate: 96000, channels: 2, seconds: 2 }],
  ['phone.m4a', { container: mov, codec: 'aac', sampleRate: 48000, channels: 1, seconds: 2 }],
  ['film.mp4', { container: mov, codec: 'aac', sampleRate: 48000, channels: 1, seconds: 2 }],
  ['voice.ogg', { container: 'ogg', codec: 'opus', sampleRate: 48000, channels: 1, seconds: 2.01 }],
  [
    'screen.webm',
    { container: 'matroska,webm', codec: 'opus', sampleRate: 48000, channels: 1, seconds: 2.01 },
  ],
  ['stream.webm', { container: 'matroska,webm', codec: 'opus', sampleRate: 48000, channels: 1 }],
  ['covered.mp3', { container: 'mp3', codec: 'mp3', sampleRate: 48000, channels: 1, seconds: 2.04 }],
  ['mac.aiff', { container: 'aiff', codec: 'pcm_s24be', sampleRate: 48000, channels: 1, seconds: 2 }],
  ['quick.caf', { container: 'caf', codec: 'pcm_s16le', sampleRate: 48000, channels: 1, seconds: 2 }],
  ['x.w64', { container: 'w64', codec: 'pcm_s16le', sampleRate: 48000, channels: 1, seconds: 2 }],
  // Its name holds ", from " and its title a "Duration: 09:09:09.09".
  [
    'talk, from the corridor.ogg',
    { container: 'ogg', codec: 'vorbis', sampleRate: 48000, channels: 2, seconds: 2 },
  ],
];

const refused = [
  ['cut.m4a', 'recording-damaged', /breaks off before its index/],
  ['pic.jpg', 'recording-not-sound', /not a sound recording/],
  ['minutes.txt', 'recording-not-sound', /not a sound recording/],
  ['silent-film.mp4', 'recording-without-sound', /video holds no sound track/],
] as const;

describe.each(versions)('the report of ffmpeg %s', (version) => {
  test.each(sounds)('tells what %s is', (file, inspection) => {
    expect(readInspection(reportOn('inspections', version, file))).toEqual(inspection);
  });

  test.each(refused)('tells why %s is no recording', (file, code, message) => {
    const read = () => readInspection(reportOn('inspections', version, file));
    expect(read).toThrow(expect.objectContaining({ code, message: expect.stringMatching(message) }));
  });
});

describe('a report in other words', () => {
  const report = (stream: string, duration = '00:00:05.00') =>
    `Input #0, ogg, from 'x':\n  Duration: ${duration}, start: 0.0, bitrate: 1 kb/s\n  ${stream}\n`;

  test.each([
    ['mono', 1],
    ['stereo', 2],
    ['downmix', 2],
    ['2.1', 3],
    ['quad', 4],
    ['4.0', 4],
    ['5.1(side)', 6],
    ['hexagonal', 6],
    ['7.1(wide)', 8],
    ['5.1.2', 8],
    ['octagonal', 8],
    ['hexadecagonal', 16],
    ['1 channels', 1],
    ['3 channels', 3],
    ['6 channels (FL+FR+FC)', 6],
    ['something new', 2],
  ])('the layout %s has %i channels', (layout, channels) => {
    const stream = `Stream #0:0: Audio: pcm_s16le, 44100 Hz, ${layout}, s16, 1411 kb/s`;
    expect(readInspection(report(stream)).channels).toBe(channels);
  });

  test('the length is absent where the container does not say it', () => {
    const stream = 'Stream #0:0: Audio: opus, 48000 Hz, mono, fltp';
    expect(readInspection(report(stream, 'N/A'))).not.toHaveProperty('seconds');
  });

  test('of several sound tracks the first counts, as in the work itself', () => {
    const tracks = [
      'Stream #0:0(eng): Audio: aac (LC), 44100 Hz, stereo',
      'Stream #0:1: Audio: opus, 48000 Hz, mono',
    ];
    expect(readInspection(report(tracks.join('\n  ')))).toMatchObject({ codec: 'aac', channels: 2 });
  });

  test('a file with neither sound nor film is told so', () => {
    const read = () => readInspection(report('Stream #0:0: Subtitle: subrip'));
    expect(read).toThrow(
      expect.objectContaining({ code: 'recording-without-sound', message: 'The file holds no sound.' }),
    );
  });

  test('an empty report is no sound', () => {
    expect(() => readInspection('')).toThrow(expect.objectContaining({ code: 'recording-not-sound' }));
  });
});

test.each([
  ['00:00:00.00', 0],
  ['00:01:01.50', 61.5],
  ['12:34:56.78', 45_296.78],
  ['N/A', undefined],
  ['01:02', undefined],
  ['a:b:c', undefined],
  [undefined, undefined],
])('the clock %s is %s seconds', (clock, seconds) => {
  expect(readClock(clock)).toBe(seconds);
});

describe('the guard before every input', () => {
  const valuesOf = (option: string) => guardedInput[guardedInput.indexOf(option) + 1]?.split(',') ?? [];

  test('lets ffmpeg read plain files and pipes only', () => {
    expect(valuesOf('-protocol_whitelist')).toEqual(['file', 'pipe']);
  });

  test.each(['hls', 'concat', 'dash', 'imf', 'image2', 'lavfi', 'sdp', 'tty', 'mpegts'])(
    'keeps %s shut',
    (format) => {
      expect(valuesOf('-format_whitelist')).not.toContain(format);
      expect(valuesOf('-format_whitelist')).toContain('wav');
    },
  );
});
