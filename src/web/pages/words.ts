import type { EpisodeState } from '../../show/episode.ts';
import type { Stage } from '../../studio/studio.ts';

/** How the page says things. */
export const stateWords: Record<EpisodeState, string> = {
  working: 'In production',
  ready: 'Ready, as a draft',
  publishing: 'Publishing',
  published: 'Published',
  scheduled: 'Scheduled',
  unlisted: 'Unlisted',
  failed: 'Needs attention',
  withdrawn: 'Withdrawn',
};

export const stageWords: Record<Stage, string> = {
  inspect: 'Looking at the recording',
  measure: 'Measuring its loudness',
  render: 'Levelling and encoding',
  prove: 'Proving the result',
  convert: 'Making further formats',
  tag: 'Writing title and chapters',
  certify: 'Writing its certificate',
  publish: 'Publishing',
};

export const stages = [
  'inspect',
  'measure',
  'render',
  'prove',
  'convert',
  'tag',
  'certify',
  'publish',
] as const satisfies Stage[];

export function printSecondsLeft(seconds: number): string {
  if (seconds < 10) return 'a few seconds left';
  if (seconds < 60) return `about ${Math.round(seconds / 10) * 10} seconds left`;
  const minutes = Math.round(seconds / 60);
  return minutes === 1 ? 'about a minute left' : `about ${minutes} minutes left`;
}

/** The same on server and browser, wherever they stand. */
export const printDate = (moment: string): string =>
  new Date(moment).toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });

/** With a real minus, and one decimal. */
export const printDecibels = (value: number): string => value.toFixed(1).replace('-', '−');
