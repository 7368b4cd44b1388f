import { describe, expect, test } from 'vitest';
import { fingerprint } from '../../src/show/fingerprint.ts';
import { podcastRecipe } from '../../src/show/recipe.ts';
import { holdTo, readCertificate, type Weighed } from '../../src/sound/certificate.ts';

const { target } = podcastRecipe;
const made: Weighed = {
  sha256: 'a'.repeat(64),
  bytes: 1000,
  seconds: 60,
  loudness: { integrated: -16.1, range: 4, truePeak: -1.2 },
};
const like = (loudness: Partial<Weighed['loudness']>, more: Partial<Weighed> = {}): Weighed => ({
  ...made,
  ...more,
  loudness: { ...made.loudness, ...loudness },
});

describe('a file is held to what it was when it was made', () => {
  test.each([
    ['nothing', made, []],
    ['what another ffmpeg measures', like({ integrated: -16.14, truePeak: -1.16 }), []],
    ['its bytes', like({}, { sha256: 'b'.repeat(64) }), [/bytes differ/]],
    ['its size', like({}, { bytes: 999 }), [/has 999 bytes; it was made with 1000/]],
    ['its length', like({}, { seconds: 60.1 }), [/lasts 60.100 s/]],
    [
      'its loudness',
      like({ integrated: -16.2 }),
      [/measures -16.2 LUFS; when it was made it was -16.1 LUFS/],
    ],
    ['its range', like({ range: 5 }), [/range measures 5 LU/]],
    ['its peak', like({ truePeak: -0.5 }), [/True peak measures/, /-0.5 dBTP is over the -1 dBTP/]],
    ['its target', like({ integrated: -15 }), [/Integrated loudness/, /1.00 LU from the -16 LUFS/]],
  ] as const)('where it differs by %s', (_, found, faults) => {
    const said = holdTo(made, found, target);
    expect(said).toEqual(faults.map((fault) => expect.stringMatching(fault)));
  });

  test('alone where nothing says what was wanted, or where it was made off that', () => {
    const off = like({ integrated: -17 });
    expect(holdTo(off, off, target)).toEqual([]);
    expect(holdTo(made, like({ integrated: -15 }))).toHaveLength(1);
  });
});

describe('a certificate', () => {
  const { sha256, bytes, seconds, loudness } = made;
  const whole = {
    version: 1,
    enclosure: { sha256, bytes, seconds },
    after: loudness,
    recipe: podcastRecipe,
    alternates: [{ sha256, bytes, seconds, loudness, mediaType: 'audio/mp4', bitrate: 96 }],
    tools: { ffmpeg: '5.1', corridor: '0.1.0', lame: '3.100' },
  };
  const read = (changes: object) => {
    const certificate = { ...whole, ...changes };
    return readCertificate(JSON.stringify({ ...certificate, seal: fingerprint(certificate) }));
  };
  const [alternate] = whole.alternates;

  test.each([
    ['as it is written', {}],
    ['of an earlier release, without further formats', { alternates: undefined }],
    ['of an earlier release, which told of one tool only', { tools: { ffmpeg: '5.1' } }],
  ])('is read %s', (_, changes) => {
    expect(read(changes)).toMatchObject({ certificate: { version: 1 } });
  });

  test.each([
    ['of another form', { version: 2 }],
    ['without figures', { after: { integrated: -16 } }],
    ['without a target', { recipe: { name: 'none' } }],
    ['whose hash is none', { enclosure: { ...whole.enclosure, sha256: 'abc' } }],
    ['whose formats are no list', { alternates: {} }],
    ['with a format that is nothing', { alternates: [null] }],
    ['with a format that nobody knows', { alternates: [{ ...alternate, mediaType: 'audio/flac' }] }],
    ['with a format whose hash leads elsewhere', { alternates: [{ ...alternate, sha256: '../../etc' }] }],
    ['with a format without figures', { alternates: [{ ...alternate, loudness: {} }] }],
  ])('%s is none, however well it is sealed', (_, changes) => {
    expect(read(changes)).toEqual({ fault: expect.stringContaining('no certificate') });
  });

  test('changed after it was written is told so', () => {
    const text = JSON.stringify({ ...whole, seal: fingerprint(whole) }).replace(
      '"bytes":1000',
      '"bytes":1001',
    );
    expect(readCertificate(text)).toEqual({ fault: expect.stringContaining('seal does not fit') });
  });
});
