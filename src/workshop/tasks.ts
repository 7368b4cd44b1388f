import type { Problem } from '../errors.ts';
import type { Mix } from '../sound/mixing.ts';
import type { PcmFormat } from '../sound/pcm.ts';

/** What one process of the crew is given to do: plain data, since it crosses to another process. */
export type Task = ListenTask | HearTask | EncodeTask;

/** Samples that stand in a file as they are. */
export type RawPlace = Readonly<{
  path: string;
  format: PcmFormat;
  /** Byte of the first sample. */
  offset: number;
  /** In the file. */
  channels: 1 | 2;
  /** Whether two channels are read as one, their mean. */
  isMixedDown: boolean;
}>;

/** Meters some of a raw sound; `leadIn` frames before it let the filters settle and are not counted. */
export type ListenTask = Readonly<{
  kind: 'listen';
  raw: RawPlace;
  sampleRate: number;
  from: number;
  frames: number;
  leadIn: number;
}>;

/** Decodes a slice of an MP3 by itself, and meters it. */
export type HearTask = Readonly<{
  kind: 'hear';
  program: string;
  path: string;
  /** Bytes from and up to which the slice stands in the file. */
  bytes: readonly [from: number, to: number];
  sampleRate: number;
  channels: 1 | 2;
  /** Decoded frames that belong to the lead-in, of them the last `leadIn` are fed to the meter's filters. */
  skip: number;
  leadIn: number;
  frames: number;
}>;

/** Mixes, limits and encodes one segment of the master. */
export type EncodeTask = Readonly<{
  kind: 'encode';
  program: string;
  mix: Mix;
  sources: readonly RawPlace[];
  from: number;
  frames: number;
  /** ffmpeg's options for the output. */
  encoding: readonly string[];
  output: string;
}>;

/** Errors lose their class on the way between processes, so problems travel as data. */
export type Answer<T> = Readonly<{ body: T }> | Readonly<{ problem: Problem }>;

/** Told while a task runs: frames done. */
export type TaskProgress = Readonly<{ done: number }>;
