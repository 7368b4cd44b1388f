import { describe, expect, test } from 'vitest';
import type { SignalFacts } from '../../src/sound/meter.ts';
import { printRoom, type RoomFacts, readRoom } from '../../src/sound/room.ts';
import { readSpeech } from '../../src/sound/speech.ts';

const fine: RoomFacts = {
  snr: 40,
  clippedShare: 0,
  distance: 2,
  hum: null,
  deadAir: [0, 0],
  pausesShortened: 0,
  longPauses: [],
  noise: -60,
  speech: -20,
  channels: 'mono',
  offset: 0,
  broken: 0,
  speechShare: 0.7,
};

type Facts = Partial<RoomFacts>;
const says = (before: Facts, after?: Facts): string[] =>
  printRoom({ ...fine, ...before }, after && { ...fine, ...after }).map((remark) => remark.says);
const advice = (before: Facts): string | undefined => printRoom({ ...fine, ...before })[0]?.advice;

describe('in words', () => {
  const recorded: readonly (readonly [what: string, before: Facts, says: readonly string[]])[] = [
    ['nothing amiss', {}, ['Everything is fine: clear voices in a quiet room.']],
    ['pauses without any sound', { snr: null }, ['Everything is fine: clear voices in a quiet room.']],
    ['no voice', { speechShare: 0, speech: -120, snr: null }, ['Nobody seems to speak in this recording.']],
    ['a dead channel', { channels: 'one channel dead' }, ['One channel is silent.']],
    [
      'an inverted channel',
      { channels: 'one channel inverted' },
      ['The two channels are upside down to each other and would cancel out on a single loudspeaker.'],
    ],
    ['much clipping', { clippedShare: 0.031 }, ['3 % of the sound is clipped: it was recorded too loud.']],
    ['some clipping', { clippedShare: 0.0042 }, ['0.4 % of the sound is clipped: it was recorded too loud.']],
    [
      'a little clipping',
      { clippedShare: 0.0003 },
      ['Less than 0.1 % of the sound is clipped: it was recorded too loud.'],
    ],
    ['hardly any clipping', { clippedShare: 1e-5 }, ['Everything is fine: clear voices in a quiet room.']],
    ['a far voice', { distance: 15.3 }, ['The second voice is 15 dB further away.']],
    ['noise', { snr: 12.4 }, ['The room is noisy: voices stand only 12 dB above it.']],
    ['much noise', { snr: 7 }, ['The room is very noisy: voices stand only 7 dB above it.']],
    ['hum', { hum: 60 }, ['The room hums at 60 Hz (mains).']],
    ['a whisper', { speech: -60.2 }, ['The recording is very quiet: voices at -60 LUFS.']],
    ['a softer whisper', { speech: -78.3 }, ['The recording is extremely quiet: voices at -78 LUFS.']],
    [
      'a broken sample',
      { broken: 1 },
      ['One sample of the file is no sound at all; silence is heard there.'],
    ],
    [
      'broken samples',
      { broken: 30 },
      ['30 samples of the file are no sound at all; silence is heard there.'],
    ],
    [
      'dead air',
      { deadAir: [12.3, 1.2] },
      ['Nothing is heard for 12 seconds at the beginning and one second at the end.'],
    ],
    ['dead air at the end', { deadAir: [0.4, 180] }, ['Nothing is heard for 3 minutes at the end.']],
    ['an offset', { offset: 0.03 }, ['The whole sound is 3 % off its centre (DC offset).']],
  ];
  test.each(recorded)('%s', (_, before, expected) => {
    expect(says(before)).toEqual(expected);
  });

  const mastered: readonly (readonly [what: string, before: Facts, after: Facts, says: string])[] = [
    [
      'a dead channel',
      { channels: 'one channel dead' },
      {},
      'One channel is silent. The other one is now heard on both sides.',
    ],
    [
      'clipping',
      { clippedShare: 0.031 },
      {},
      '3 % of the sound is clipped: it was recorded too loud. What was cut off was drawn anew, as well as that can be done.',
    ],
    [
      'clipping that was left',
      { clippedShare: 0.031 },
      { clippedShare: 0.031 },
      '3 % of the sound is clipped: it was recorded too loud.',
    ],
    [
      'a far voice',
      { distance: 15 },
      { distance: 3.2 },
      'The second voice is 15 dB further away. Evened out: voices are now 3 dB apart.',
    ],
    [
      'a far voice, evened out wholly',
      { distance: 15 },
      { distance: 0 },
      'The second voice is 15 dB further away. Evened out: voices are now equally loud.',
    ],
    [
      'a far voice, brought as near as even that is good',
      { distance: 15 },
      { distance: 6 },
      'The second voice is 15 dB further away. Evened out: voices are now 6 dB apart.',
    ],
    [
      'a very far voice that stays far',
      { distance: 31 },
      { distance: 22.1 },
      'The second voice is 31 dB further away. Brought nearer: they are still 22 dB apart.',
    ],
    [
      'a far voice that was left',
      { distance: 15 },
      { distance: 14 },
      'The second voice is 15 dB further away.',
    ],
    [
      'noise',
      { snr: 12 },
      { snr: 21 },
      'The room is noisy: voices stand only 12 dB above it. Cleaned: they now stand 21 dB above it.',
    ],
    ['noise that was left', { snr: 12 }, { snr: 13 }, 'The room is noisy: voices stand only 12 dB above it.'],
    ['hum', { hum: 50 }, {}, 'The room hums at 50 Hz (mains). The hum was taken out.'],
    ['hum that was left', { hum: 50 }, { hum: 50 }, 'The room hums at 50 Hz (mains).'],
    [
      'dead air',
      { deadAir: [12, 0.2] },
      { deadAir: [0.3, 0.2] },
      'Nothing is heard for 12 seconds at the beginning. That was shortened.',
    ],
    [
      'dead air that was left',
      { deadAir: [12, 0.2] },
      { deadAir: [12, 0.2] },
      'Nothing is heard for 12 seconds at the beginning.',
    ],
    [
      'a whisper',
      { speech: -78 },
      {},
      'The recording is extremely quiet: voices at -78 LUFS. They were brought to full loudness, and the noise of the recording with them.',
    ],
    ['a long pause', {}, { pausesShortened: 1 }, 'One long pause was shortened.'],
    ['long pauses', {}, { pausesShortened: 4 }, '4 long pauses were shortened.'],
    [
      'long pauses that were shortened',
      { longPauses: [12, 20] },
      { pausesShortened: 2 },
      '2 long pauses were shortened.',
    ],
    ['a long pause that was left', { longPauses: [12.4] }, {}, 'There is a pause of 12 seconds.'],
    [
      'long pauses that were left',
      { longPauses: [12, 20] },
      {},
      'There are 2 pauses of 10 seconds or more; the longest lasts 20 seconds.',
    ],
  ];
  test.each(mastered)('before and after: %s', (_, before, after, expected) => {
    expect(says(before, after)).toEqual([expected]);
  });

  test('advice is for next time', () => {
    expect(advice({ distance: 15 })).toBe('Next time put the phone between you.');
    expect(advice({ speech: -78 })).toMatch(/^Next time turn the recording level up until loud words/);
    expect(advice({})).toBeUndefined();
    expect(advice({ deadAir: [10, 10] })).toBeUndefined();
    expect(advice({ longPauses: [12] })).toBe("The recipe's longestPause shortens it.");
    expect(advice({ longPauses: [12, 20] })).toBe("The recipe's longestPause shortens them.");
  });

  test('at most six remarks, the most important first', () => {
    const all: Facts = {
      ...{ channels: 'one channel dead', clippedShare: 0.1, distance: 20, snr: 5, hum: 50, speech: -50 },
      ...{ broken: 3, deadAir: [5, 5], pausesShortened: 2, offset: 0.5 },
    };
    expect(says(all)).toHaveLength(6);
    expect(says(all)[0]).toBe('One channel is silent.');
    expect(says(all)[5]).toBe('The recording is very quiet: voices at -50 LUFS.');
  });
});

/** Two voices in turn, each for eight seconds of syllables, with pauses of a second and dead air at both ends. */
function drawTalk({ near = -20, far = -34, noise = -60, pauses = [1, 1, 1, 1, 1, 1] }) {
  const pause = (seconds: number): number[] =>
    Array.from({ length: 10 * seconds }, (_, i) => noise + (i % 3) * 0.3);
  const turn = (level: number): number[] =>
    Array.from({ length: 80 }, (_, i) => level + ([0, 2, -3, 1, -5][i % 5] ?? 0));
  const turns = [near, far, near, far, near, far].flatMap((level, i) => [
    ...turn(level),
    ...pause(pauses[i] ?? 0),
  ]);
  const power = Float32Array.from([...pause(5), ...turns, ...pause(7)]);
  return { power, cleaned: power, peak: power.map((level) => level + 8) };
}

const signal: SignalFacts = {
  level: [-20],
  correlation: 1,
  offset: [0],
  clipped: 0,
  broken: 0,
  hum: null,
};

function read(drawn: Parameters<typeof drawTalk>[0], said: Partial<SignalFacts> = {}): RoomFacts {
  const timeline = drawTalk(drawn);
  const seconds = timeline.power.length / 10;
  const speech = readSpeech(timeline.cleaned);
  return readRoom({ signal: { ...signal, ...said }, timeline, speech, seconds, frames: seconds * 48_000 });
}

describe('from what was measured', () => {
  test('voices, noise and silence', () => {
    const room = read({});
    expect(room.distance).toBeCloseTo(14, 0);
    expect(room.noise).toBeCloseTo(-59, 0);
    expect(room.snr).toBeCloseTo(room.speech - room.noise);
    expect(room.deadAir[0]).toBeCloseTo(5, 0);
    expect(room.deadAir[1]).toBeCloseTo(8, 0);
    expect(room.speechShare).toBeCloseTo(48 / 66, 1);
    expect(room.pausesShortened).toBe(0);
  });

  test('what is kept of it', () => {
    const timeline = drawTalk({});
    const passages = [
      { from: 4.7, to: 20, at: 0 },
      { from: 20.5, to: 58.8, at: 15.25 },
    ];
    const speech = readSpeech(timeline.cleaned);
    const room = readRoom({ signal, timeline, speech, seconds: 66, frames: 66 * 48_000, passages });
    expect(room.pausesShortened).toBe(1);
    expect(Math.max(...room.deadAir)).toBeLessThan(1);
  });

  test('pauses of ten seconds or more between words, and not those at both ends', () => {
    const { longPauses } = read({ pauses: [1, 20, 9, 12, 1, 30] });
    expect(longPauses.map(Math.round)).toEqual([20, 12]);
    expect(read({}).longPauses).toEqual([]);
  });

  test('the signal', () => {
    const room = read({}, { clipped: 31_680, offset: [-0.02], broken: 2 });
    expect(room).toMatchObject({ clippedShare: 0.01, offset: 0.02, broken: 2, channels: 'mono' });
  });

  test('hum that is heard, and none that is not', () => {
    expect(read({}, { hum: { hertz: 50, level: -50, prominence: 25 } }).hum).toBe(50);
    expect(read({}, { hum: { hertz: 50, level: -85, prominence: 25 } }).hum).toBeNull();
  });

  const channels: readonly (readonly [Partial<SignalFacts>, RoomFacts['channels']])[] = [
    [{}, 'mono'],
    [{ level: [-20, -25], correlation: 0.4, offset: [0, 0] }, 'stereo'],
    [{ level: [-20, -90], correlation: 0 }, 'one channel dead'],
    [{ level: [-20, -20], correlation: -1 }, 'one channel inverted'],
  ];
  test.each(channels)('channels %j', (said, expected) => {
    expect(read({}, said).channels).toBe(expected);
  });

  test('silence has no ratio, and nobody speaks', () => {
    const power = new Float32Array(300).fill(-120);
    const timeline = { power, cleaned: power, peak: power };
    const room = readRoom({ signal, timeline, speech: new Uint8Array(300), seconds: 30, frames: 1_440_000 });
    expect(room).toMatchObject({ snr: null, distance: 0, speechShare: 0, deadAir: [0, 0] });
    expect(printRoom(room)[0]?.says).toBe('Nobody seems to speak in this recording.');
  });
});
