import type { ReportFacts } from '../../src/sound/report-facts.ts';
import { STEPS_PER_SECOND, type Timeline } from '../../src/sound/timeline.ts';

/** A level that stays, so many seconds. */
export function evenTimeline(seconds: number, level: number): Timeline {
  const power = new Float32Array(Math.round(seconds * STEPS_PER_SECOND)).fill(level);
  return { power, cleaned: power, peak: power.map((dB) => Math.min(0, dB + 12)) };
}

/** Two voices in turn, 15 dB apart, ten seconds each. */
export function twoVoices(seconds: number): Timeline {
  const power = evenTimeline(seconds, 0).power.map((_, i) => (Math.floor(i / 100) % 2 === 0 ? -20 : -35));
  return { power, cleaned: power, peak: power.map((dB) => dB + 12) };
}

/** A recording of so many seconds, of which half a second at both ends was cut. */
export function factsOf(seconds: number, rest: Partial<ReportFacts> = {}): ReportFacts {
  const before = twoVoices(seconds);
  return {
    title: 'The screwdriver and the bolt',
    recording: { name: 'hall.wav', seconds, sound: 'pcm_s16le in wav, 48 kHz, stereo' },
    before: { loudness: { integrated: -23.4, range: 14.8, truePeak: -1.2 }, timeline: before },
    after: {
      loudness: { integrated: -16.1, range: 5.2, truePeak: -1.6 },
      timeline: evenTimeline(seconds - 1, -16),
      seconds: seconds - 1,
    },
    target: { integrated: -16, tolerance: 0.3, truePeak: -1 },
    gain: before.power.map((dB) => -16 - dB),
    passages: [{ from: 0.5, to: seconds - 0.5, at: 0 }],
    talkStartsAt: 0,
    chapters: [],
    remarks: [],
    figures: [],
    ...rest,
  };
}

/** The same with nothing in it at all. */
export const emptyFacts: ReportFacts = {
  ...factsOf(1),
  recording: { name: '', seconds: 0, sound: '' },
  before: { loudness: { integrated: -70, range: 0, truePeak: -144 }, timeline: evenTimeline(0, 0) },
  after: {
    loudness: { integrated: Number.NEGATIVE_INFINITY, range: 0, truePeak: Number.NEGATIVE_INFINITY },
    timeline: evenTimeline(0, 0),
    seconds: 0,
  },
  gain: new Float32Array(0),
  passages: [],
};
