import { sample } from '../test/cli/program.ts';
import { ffmpeg } from '../test/sounds.ts';

/** The sample's talk, again and again, as a recorder would write it: 48 kHz stereo WAV. */
export async function recordTalk(path: string, minutes: number): Promise<string> {
  const looped = ['-stream_loop', '-1', '-i', sample('recording.m4a'), '-t', String(minutes * 60)];
  await ffmpeg([...looped, '-ar', '48000', '-ac', '2', '-c:a', 'pcm_s16le', path]);
  return path;
}
