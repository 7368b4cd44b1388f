import { readFile } from 'node:fs/promises';
import { decodeTranscript } from '../show/transcript/bytes.ts';
import { readTranscript } from '../show/transcript/reading.ts';
import { demandSize, type Transcript } from '../show/transcript/transcript.ts';
import { type Desk, withStudio } from './desk.ts';
import { usageWrong } from './fault.ts';
import { findFile } from './files.ts';
import { carryOut, settledWell } from './production.ts';
import { answerOf } from './report.ts';

/** A transcript as people have it: WebVTT, SubRip, JSON or text. @throws file-missing, transcript-unreadable */
export async function readTranscriptFile(path: string): Promise<Transcript> {
  const { bytes, name } = await findFile(path);
  demandSize(bytes);
  return readTranscript(decodeTranscript(await readFile(path)), name);
}

export type TranscriptOptions = Readonly<{ none?: boolean }>;

/** Gives an episode a transcript, or takes its own away, and waits until listeners have the change. */
export async function transcribe(
  name: string,
  file: string | undefined,
  { none = false }: TranscriptOptions,
  desk: Desk,
): Promise<void> {
  if (none === (file !== undefined))
    throw usageWrong(
      none ? 'A file and --none were both given.' : 'No transcript was given.',
      'Give a file with the transcript, or --none to take the present one away.',
    );
  const transcript = file === undefined ? null : await readTranscriptFile(file);
  await withStudio(async (studio) => {
    const { episode } = studio.episodes.find(name);
    await studio.episodes.setTranscript(episode.id, transcript);
    desk.answer(answerOf(settledWell(await carryOut(studio, episode.id, desk), name), desk.paint));
  });
}
