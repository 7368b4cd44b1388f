import { CorridorError } from '../errors.ts';
import type { Chapter } from '../show/chapters/chapter.ts';
import { readFoundChapters } from './found-chapters.ts';

/** What the recording is, as its container says; the true length is known only after decoding. */
export type Inspection = Readonly<{
  /** ffmpeg's name of the container, e.g. `wav` or `mov,mp4,m4a,3gp,3g2,mj2`. */
  container: string;
  codec: string;
  /** Hz */
  sampleRate: number;
  channels: number;
  /** Seconds as the container declares them; absent where it does not say. */
  seconds?: number;
  /** Those that it brings along, on its own line; absent where there are none. */
  chapters?: readonly Chapter[];
}>;

/**
 * Containers that hold sound themselves. A playlist (m3u8, concat, ffconcat) would make ffmpeg open the files it
 * names, so everything not listed stays shut; so does every protocol but plain files and pipes.
 */
const containers = ['wav', 'w64', 'aiff', 'mp3', 'flac', 'ogg', 'mov', 'matroska', 'aac', 'caf'];

/** Options before `-i` for anything that people handed in. */
export const guardedInput: readonly string[] = [
  ...['-protocol_whitelist', 'file,pipe'],
  ...['-format_whitelist', containers.join(',')],
];

/**
 * Reads ffmpeg's report on an input (`ffmpeg -i FILE`).
 * @throws CorridorError recording-not-sound, recording-without-sound, recording-damaged
 */
export function readInspection(report: string): Inspection {
  const container = /^Input #0, (.+?), from /m.exec(report)?.[1];
  if (container === undefined) throw unreadable(report);
  const audio = /^ *Stream #0:\d+.*?: Audio: ([^ ,]+).*$/m.exec(report);
  if (!audio?.[0] || !audio[1]) throw withoutSound(report);
  const chapters = readFoundChapters(report);
  const seconds = readClock(/^ {2}Duration: (\d+:\d+:\d+\.\d+)/m.exec(report)?.[1]);
  return {
    container,
    codec: audio[1],
    sampleRate: Number(/, (\d+) Hz/.exec(audio[0])?.[1] ?? 0),
    channels: readChannels(/ Hz, ([^,]+)/.exec(audio[0])?.[1] ?? ''),
    ...(seconds === undefined ? {} : { seconds }),
    ...(chapters.length > 0 ? { chapters } : {}),
  };
}

/** `HH:MM:SS.cc` in seconds. */
export function readClock(clock: string | undefined): number | undefined {
  const parts = clock?.split(':').map(Number);
  if (parts?.length !== 3 || parts.some(Number.isNaN)) return undefined;
  const [hours = 0, minutes = 0, seconds = 0] = parts;
  return hours * 3600 + minutes * 60 + seconds;
}

const layouts: Record<string, number> = {
  mono: 1,
  stereo: 2,
  downmix: 2,
  quad: 4,
  hexagonal: 6,
  octagonal: 8,
  hexadecagonal: 16,
};

/** Channels of a layout as ffmpeg words it: `mono`, `5.1(side)`, `3 channels`. */
function readChannels(layout: string): number {
  const word = layout.trim().replace(/\(.*$/, '').trim();
  const counted = /^(\d+) channels/.exec(word);
  if (counted) return Number(counted[1]);
  const dotted = /^(\d+)\.(\d+)(?:\.(\d+))?$/.exec(word);
  if (dotted) return Number(dotted[1]) + Number(dotted[2]) + Number(dotted[3] ?? 0);
  return layouts[word] ?? 2;
}

function unreadable(report: string): CorridorError {
  if (/moov atom not found/.test(report)) {
    return new CorridorError(
      'recording-damaged',
      'The recording breaks off before its index (the "moov" part, which phones write last), so no player can read it.',
      'Copy the file from the phone or recorder again and wait until the copy is complete.',
    );
  }
  return new CorridorError(
    'recording-not-sound',
    'This file is not a sound recording that can be read, whatever its name says.',
    'Hand in WAV, AIFF, FLAC, MP3, M4A, MP4, Ogg, Opus, WebM, MKV or CAF.',
  );
}

function withoutSound(report: string): CorridorError {
  const isPicture = !/: Video: /.test(report);
  return new CorridorError(
    'recording-without-sound',
    isPicture ? 'The file holds no sound.' : 'The video holds no sound track.',
    'Record again with the microphone switched on, or hand in the sound as a file of its own.',
  );
}
