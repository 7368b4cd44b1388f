import { describe, expect, test } from 'vitest';
import type { Recipe } from '../../src/show/recipe.ts';
import {
  type CleaningFacts,
  decideTreatment,
  printCleaning,
  routingOf,
  type Treatment,
  untreated,
} from '../../src/sound/cleaning.ts';
import type { SignalFacts } from '../../src/sound/meter.ts';

const fine: SignalFacts = {
  level: [-20],
  correlation: 1,
  offset: [0],
  clipped: 0,
  broken: 0,
  hum: null,
};

type Said = Partial<Omit<CleaningFacts, 'signal'>> & Partial<SignalFacts>;

function facts({ speechLevel = -20, noiseLevel = -60, frames = 1_000_000, ...signal }: Said): CleaningFacts {
  return { signal: { ...fine, ...signal }, speechLevel, noiseLevel, frames };
}

const all = (wish: 'auto' | 'on' | 'off'): Recipe['cleaning'] => ({ hum: wish, noise: wish, clicks: wish });
const decide = (said: Said, wish: 'auto' | 'on' | 'off' = 'auto'): Treatment =>
  decideTreatment(facts(said), all(wish));
const hum = (level: number, prominence = 20, hertz: 50 | 60 = 50) => ({ level, prominence, hertz });

describe('by itself', () => {
  test('a clean recording is left as it is', () => {
    expect(decide({})).toEqual(untreated);
  });

  const noises: readonly (readonly [what: string, noiseLevel: number, taken: number | null])[] = [
    ['of a silent room stays', -120, null],
    ['20 dB under the voices stays', -40, null],
    ['a little nearer goes by 4 dB', -39.9, 4.1],
    ['15 dB under the voices goes by 8 dB', -35, 8],
    ['10 dB under the voices goes by 12 dB', -30, 12],
    ['still nearer goes by no more', -25, 12],
    ['that cannot be told from voices stays', -18, null],
    ['that nobody could measure stays', Number.NaN, null],
  ];
  test.each(noises)('noise %s', (_, noiseLevel, taken) => {
    expect(decide({ noiseLevel }).noise).toBe(taken);
  });

  test('the filter is told at which level the noise lies', () => {
    expect(decide({ noiseLevel: -34.98 }).noiseFloor).toBe(-35);
    expect(decide({})).not.toHaveProperty('noiseFloor');
  });

  const hums: readonly (readonly [what: string, said: Said, treated: 50 | 60 | null])[] = [
    ['40 dB under the voices goes', { hum: hum(-61) }, 50],
    ['of 60 Hz goes', { hum: hum(-50, 20, 60) }, 60],
    ['below hearing stays', { hum: hum(-75) }, null],
    ['of a whisper that will be lifted goes', { hum: hum(-75), speechLevel: -50, noiseLevel: -90 }, 50],
    ['that is hardly a line stays', { hum: hum(-50, 9) }, null],
  ];
  test.each(hums)('hum %s', (_, said, treated) => {
    expect(decide(said).hum).toBe(treated);
  });

  test('hum is not taken for noise', () => {
    expect(decide({ noiseLevel: -35, hum: hum(-36.1) })).toMatchObject({ hum: 50, noise: null });
    expect(decide({ noiseLevel: -32, hum: hum(-36.1) }).noiseFloor).toBeCloseTo(-35, 0);
  });

  const clippings: readonly (readonly [what: string, said: Said, treated: boolean])[] = [
    ['one in five thousand', { clipped: 200 }, true],
    ['one in twenty thousand', { clipped: 50 }, false],
    ['one in twenty thousand of both channels', { clipped: 100, level: [-20, -20] }, false],
  ];
  test.each(clippings)('samples clipped: %s', (_, said, treated) => {
    expect(decide(said).clicks).toBe(treated);
  });
});

describe('by wish', () => {
  test('off leaves everything', () => {
    const said = { noiseLevel: -30, hum: hum(-40), clipped: 100_000 };
    expect(decide(said, 'off')).toEqual(untreated);
  });

  test('on treats what is hardly noticed', () => {
    const said = { noiseLevel: -50, hum: hum(-80, 5), clipped: 1 };
    expect(decide(said, 'on')).toEqual({ hum: 50, noise: 6, noiseFloor: -50, clicks: true });
  });

  test('on takes no more than there is', () => {
    expect(decide({ noiseLevel: -90 }, 'on')).toEqual(untreated);
    expect(decide({ noiseLevel: -18 }, 'on')).toEqual(untreated);
    expect(decide({ noiseLevel: -30 }, 'on').noise).toBe(12);
  });
});

describe('as ffmpeg reads it', () => {
  test('nothing to treat is no filter', () => {
    expect(printCleaning(untreated)).toBe('');
    expect(printCleaning({ ...untreated, broken: true })).toBe('');
  });

  test('clipping first, then hum, then noise', () => {
    const printed = printCleaning({ hum: 60, noise: 8, noiseFloor: -35, clicks: true });
    expect(printed.split(',')).toEqual([
      'aformat=sample_fmts=fltp',
      'adeclip=w=10:o=50:m=s:t=4:n=4000',
      ...[60, 120, 180, 240, 300, 360, 420].map((hertz) => `bandreject=f=${hertz}:t=h:w=4`),
      'apad=pad_len=1800',
      'bass=f=400:t=q:w=0.5:g=-8',
      'treble=f=3000:t=q:w=0.5:g=8',
      'afftdn=nr=8:nf=-32',
      'bass=f=400:t=q:w=0.5:g=8',
      'treble=f=3000:t=q:w=0.5:g=-8',
    ]);
  });

  test('samples that are no number are mended before any filter hears them', () => {
    const treatment = decide({ broken: 3, hum: hum(-40) });
    expect(treatment.broken).toBe(true);
    expect(printCleaning(treatment)).toMatch(/^aformat=sample_fmts=fltp,aeval=.*isnan.*,bandreject=f=50:/);
  });

  test('the floor stays within what the filter takes', () => {
    const told = (noiseFloor: number): string =>
      printCleaning({ hum: null, noise: 6, noiseFloor, clicks: false });
    expect(told(-10)).toContain(':nf=-20,');
    expect(told(-100)).toContain(':nf=-80,');
  });
});

describe('channels', () => {
  const cases: readonly (readonly [what: string, said: Partial<SignalFacts>, routing: string])[] = [
    ['mono', {}, 'as-is'],
    ['stereo', { level: [-20, -22], correlation: 0.3 }, 'as-is'],
    ['left dead', { level: [-70, -22], correlation: 0 }, 'right'],
    ['right dead', { level: [-20, -60], correlation: 0 }, 'left'],
    ['right dead with crosstalk upside down', { level: [-20, -62], correlation: -1 }, 'left'],
    ['right softer than a whisper, but there', { level: [-20, -59], correlation: 0.1 }, 'as-is'],
    ['right digital silence under a whisper', { level: [-85, -120], correlation: 1 }, 'left'],
    ['left digital silence under a whisper', { level: [-120, -85], correlation: 1 }, 'right'],
    ['both silent', { level: [-120, -120], correlation: 1 }, 'as-is'],
    ['one upside down', { level: [-20, -21], correlation: -0.98 }, 'flip'],
    ['wide', { level: [-20, -21], correlation: -0.6 }, 'as-is'],
  ];
  test.each(cases)('%s', (_, said, routing) => {
    expect(routingOf({ ...fine, ...said })).toBe(routing);
  });
});
