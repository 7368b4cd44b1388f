import { describe, expect, test } from 'vitest';
import { signalOf } from '../../src/sound/meter.ts';
import { both, listen, noise, RATE, signal, sine, sum } from './signals.ts';

describe('hum', () => {
  const room = (seconds: number, rate = RATE) => noise({ seconds, dBFS: -65, rate });

  test('of 50 Hz is found, with its level', () => {
    const { hum } = signal([sum(room(9), sine({ seconds: 9, hertz: 50, dBFS: -50 }))]);
    expect(hum).toMatchObject({ hertz: 50 });
    expect(hum?.level).toBeCloseTo(-53.01, 0);
    expect(hum?.prominence).toBeGreaterThan(30);
  });

  test('of 60 Hz is found at 44.1 kHz, where mains are not exact', () => {
    const rate = 44_100;
    const sound = [sum(room(9, rate), sine({ seconds: 9, hertz: 60.1, dBFS: -55, rate }))];
    const { hum } = signalOf(listen(sound, { rate }), 1);
    expect(hum).toMatchObject({ hertz: 60 });
    expect(hum?.level).toBeCloseTo(-58, 0);
  });

  test('is found by its overtone, and under speech in the pauses', () => {
    const buzz = sine({ seconds: 20, hertz: 100, dBFS: -50 });
    const talk = noise({ seconds: 20, dBFS: -25, seed: 3 }).map((v, i) => (Math.floor(i / RATE) % 4 ? v : 0));
    const { hum } = signal(both(sum(room(20), buzz, talk)));
    expect(hum).toMatchObject({ hertz: 50 });
    expect(hum?.level).toBeCloseTo(-53, 0);
  });

  test.each([1, 2, 3, 4, 5])('is not found in white noise (%i)', (seed) => {
    expect(signal([noise({ seconds: 8, dBFS: -40, seed })]).hum).toBeNull();
  });

  test('is not found in rumble that rises towards the deep', () => {
    let deep = 0;
    let deeper = 0;
    const rumble = noise({ seconds: 10, dBFS: -20 }).map((value) => {
      deep += 0.002 * (value - deep);
      deeper += 0.002 * (deep - deeper);
      return deeper;
    });
    expect(signal([rumble]).hum).toBeNull();
  });

  test('is not found in a deep voice that moves', () => {
    let turn = 0;
    const voice = Float32Array.from({ length: 10 * RATE }, (_, i) => {
      turn += (2 * Math.PI * (110 + 25 * Math.sin(i / RATE))) / RATE;
      return 0.05 * Math.sin(turn) + 0.03 * Math.sin(2 * turn);
    });
    expect(signal([sum(room(10), voice)]).hum).toBeNull();
  });

  test('is not found in a voice that keeps its pitch and never rests', () => {
    const syllables = [0.9, 0.2, 0.6, 0.05, 0.8, 0.3, 0.1, 0.7, 0.4, 0.15];
    const voice = sine({ seconds: 10, hertz: 120, dBFS: -20 }).map(
      (value, i) => value * (syllables[Math.floor(i / RATE)] ?? 0),
    );
    const talk = sum(voice, noise({ seconds: 10, dBFS: -35 }));
    expect(signal([talk]).hum).toBeNull();
    expect(signal([sum(talk, sine({ seconds: 10, hertz: 60, dBFS: -30 }))]).hum).toMatchObject({ hertz: 60 });
  });

  test('is nothing when nobody would hear it', () => {
    expect(signal([sine({ seconds: 9, hertz: 50, dBFS: -94 })]).hum).toBeNull();
  });

  test('is looked for where sound is, not in digital silence', () => {
    const hum = sum(room(10), sine({ seconds: 10, hertz: 50, dBFS: -50 })).map((v, i) =>
      i < 6 * RATE ? 0 : v,
    );
    expect(signal([hum]).hum).toMatchObject({ hertz: 50 });
  });

  test('is written in seven figures for each whole second', () => {
    const { hum } = listen([sine({ seconds: 2.9, hertz: 150, dBFS: -20 })]);
    expect(hum).toHaveLength(14);
    expect(hum[2]).toBeCloseTo(-23.01, 1);
    for (const other of [0, 1, 3, 4, 5, 6]) expect(hum[other]).toBeLessThan(-90);
  });
});
