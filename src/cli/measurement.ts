import { dualMonoWords } from '../sound/loudness.ts';
import type { Measurement } from '../studio/studio.ts';
import { type Desk, stopped, withStudio } from './desk.ts';
import { printLength, printLoudness } from './figures.ts';
import { findFile } from './files.ts';
import { printable, printFacts, textOf } from './layout.ts';

/** Tells what a sound file is and how loud; nothing is kept. */
export const measure = (file: string, desk: Desk): Promise<void> =>
  withStudio(async (studio) => {
    const { name } = await findFile(file);
    const progress = desk.progress();
    progress.show({ says: 'Measuring' });
    const measured = await studio
      .measure(file, desk.signal)
      .catch((thrown: unknown) => {
        throw desk.signal.aborted ? stopped('Stopped.', 'To measure it, run the command again.') : thrown;
      })
      .finally(() => progress.end());
    desk.answer({ json: { file: name, ...measured }, text: print(name, measured, desk) });
  });

function print(name: string, { inspection, loudness, seconds }: Measurement, { paint }: Desk): string {
  const { container, codec, sampleRate, channels } = inspection;
  const sound = `${codec} in ${container}, ${sampleRate / 1000} kHz, ${channelsOf(channels)}`;
  return textOf([
    paint.strong(printable(name)),
    '',
    ...printFacts([['Length', printLength(seconds)]], paint.quiet),
    ...printFacts([['Sound ', sound]], paint.quiet),
    '',
    ...printLoudness(loudness),
    ...(channels === 1 ? ['', `  ${dualMonoWords}`] : []),
  ]);
}

const channelsOf = (count: number): string => ({ 1: 'mono', 2: 'stereo' })[count] ?? `${count} channels`;
