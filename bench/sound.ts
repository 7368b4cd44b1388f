import { availableParallelism } from 'node:os';
import { openHouse } from '../test/cli/program.ts';
import { type Figures, inMegabytes, inSeconds } from './figures.ts';
import { recordTalk, recordTalkInStereo } from './recordings.ts';
import { loudnormTwice, plainEncode } from './usual.ts';
import type { Effort } from './watching.ts';
import { type Mastered, masterWatched } from './mastering.ts';
import { type Tool, toolsHere } from './tools.ts';

const MINUTES = 60;
const CORES = availableParallelism();

/** An hour of recorded talk, from the recording to a proven, tagged MP3, with each ffmpeg that there is. */
export async function benchSound(): Promise<Figures> {
  const house = openHouse();
  try {
    const recording = await recordTalk(house.file('hour.wav'), MINUTES);
    const runs = [];
    for (const tool of toolsHere()) runs.push(await race(tool, recording, house.folder));
    const inStereo = await raceInStereo(house.file('stereo.wav'), house.folder);
    return {
      rows: [
        ['what', 'time', 'x real time', 'processor', 'LUFS', 'dBTP', 'program', 'crew', 'ffmpegs', 'scratch'],
        ...runs.flatMap(({ rows }) => rows),
        ...inStereo,
      ],
      remarks: [
        `Recording: the two voices of episodes/sample repeated to ${MINUTES} minutes, 48 kHz stereo WAV, one microphone on both channels.`,
        'Two microphones: the same talk, later and softer on the right, with noises of their own; no promise.',
        'The limit: plain LAME of the same sound and nothing else, divided by the cores.',
        `Ours and the limit, system ffmpeg: the middle one of ${ROUNDS.system} runs in turn.`,
        ...runs.map(({ stages }) => stages),
      ],
      promises: runs.flatMap(({ promises }) => promises),
    };
  } finally {
    house.remove();
  }
}

/** Times as fast as two passes of loudnorm that each ffmpeg has to reach, and times as slow as the limit it may be. */
const PROMISED = { system: 6, bundled: 4 } as const;
const OVER_LIMIT = 2;

const pace = (milliseconds: number): string => `${((MINUTES * 60_000) / milliseconds).toFixed(0)} x`;

function rowOf(name: string, { effort, after }: Mastered): string[] {
  const { memory, scratch, processor, milliseconds } = effort;
  return [
    name,
    inSeconds(milliseconds),
    pace(milliseconds),
    inSeconds(processor * 1000),
    after.integrated.toFixed(2),
    after.truePeak.toFixed(2),
    ...[memory.program, memory.crew, memory.ffmpeg, scratch].map(inMegabytes),
  ];
}

/** Two channels that differ are twice the work everywhere but in the encoder. */
async function raceInStereo(path: string, folder: string): Promise<string[][]> {
  const tool = toolsHere()[0];
  if (!tool) return [];
  const recording = await recordTalkInStereo(path, MINUTES);
  const ours = await masterWatched(recording, { tool, folder });
  const encode = await plainEncode(recording, { tool, folder });
  const limit = encode.milliseconds / CORES;
  return [
    rowOf('two microphones', ours),
    ['the limit of that', inSeconds(limit), pace(limit), inSeconds(encode.processor * 1000)],
  ];
}

/** So often ours and the limit are run in turn, for the run in the middle: they are near each other, the usual way is not. */
const ROUNDS = { system: 3, bundled: 1 } as const;

async function race(tool: Tool, recording: string, folder: string) {
  const masters: Mastered[] = [];
  const encodes: Effort[] = [];
  for (let round = 0; round < ROUNDS[tool.name]; round++) {
    masters.push(await masterWatched(recording, { tool, folder }));
    encodes.push(await plainEncode(recording, { tool, folder }));
  }
  const ours = middle(masters, ({ effort }) => effort.milliseconds);
  const encode = middle(encodes, ({ milliseconds }) => milliseconds);
  const usual = await loudnormTwice(recording, { tool, folder });
  const limit = encode.milliseconds / CORES;
  const faster = usual.milliseconds / ours.effort.milliseconds;
  const slower = ours.effort.milliseconds / limit;
  return {
    rows: [
      rowOf(`corridor master, ${tool.name} ffmpeg`, ours),
      [
        `loudnorm twice, then MP3, ${tool.name}`,
        inSeconds(usual.milliseconds),
        pace(usual.milliseconds),
        inSeconds(usual.processor * 1000),
        usual.heard.integrated.toFixed(2),
        usual.heard.truePeak.toFixed(2),
      ],
      [`the limit, ${tool.name}`, inSeconds(limit), pace(limit), inSeconds(encode.processor * 1000)],
    ],
    stages: `Stages with the ${tool.name} ffmpeg: ${printStages(ours.stages)}.`,
    promises: [
      {
        says: `${tool.name}: ${faster.toFixed(1)} times as fast as the usual way; promised ${PROMISED[tool.name]}`,
        kept: faster >= PROMISED[tool.name],
      },
      {
        says: `${tool.name}: ${slower.toFixed(2)} times the limit; promised at most ${OVER_LIMIT}`,
        kept: slower <= OVER_LIMIT,
      },
    ],
  };
}

/** The run that took neither the longest nor the shortest. */
function middle<T>(runs: readonly T[], costOf: (run: T) => number): T {
  const run = runs.toSorted((a, b) => costOf(a) - costOf(b))[Math.floor(runs.length / 2)];
  if (run === undefined) throw new RangeError('There was no run.');
  return run;
}

function printStages(stages: Readonly<Record<string, number>>): string {
  const total = Object.values(stages).reduce((sum, seconds) => sum + seconds, 0);
  return Object.entries(stages)
    .map(([name, seconds]) => `${name} ${seconds.toFixed(1)} s (${Math.round((100 * seconds) / total)} %)`)
    .join(', ');
}

const LONG = 4;
const COST = 4.8;
const MEMORY = 1.1;

/** Four hours beside one: the cost grows with the length, the memory does not. */
export async function benchLength(): Promise<Figures> {
  const house = openHouse();
  const tool = toolsHere()[0];
  if (!tool) throw new Error('There is no ffmpeg.');
  try {
    const runs = [];
    for (const hours of [1, LONG]) {
      const recording = await recordTalk(house.file(`hours-${hours}.wav`), 60 * hours);
      runs.push((await masterWatched(recording, { tool, folder: house.folder })).effort);
    }
    const [one, four] = runs;
    if (!one || !four) throw new Error('A run is missing.');
    const cost = four.milliseconds / one.milliseconds;
    const most = (kind: 'program' | 'crew' | 'ffmpeg'): number => four.memory[kind] / one.memory[kind];
    const whole = (effort: typeof one): number =>
      effort.memory.program + effort.memory.crew + effort.memory.ffmpeg;
    return {
      rows: [
        ['what', 'time', 'program', 'crew', 'ffmpegs', 'scratch'],
        ...runs.map((effort, at) => [
          at === 0 ? 'one hour' : `${LONG} hours`,
          inSeconds(effort.milliseconds),
          ...[effort.memory.program, effort.memory.crew, effort.memory.ffmpeg, effort.scratch].map(
            inMegabytes,
          ),
        ]),
      ],
      remarks: [
        `Memory grew to ${most('program').toFixed(2)} (program), ${most('crew').toFixed(2)} (crew), ${most('ffmpeg').toFixed(2)} (ffmpegs).`,
      ],
      promises: [
        {
          says: `${cost.toFixed(2)} times the time of one hour; promised at most ${COST}`,
          kept: cost <= COST,
        },
        {
          says: `${(whole(four) / whole(one)).toFixed(2)} times the memory; promised at most ${MEMORY}`,
          kept: whole(four) <= MEMORY * whole(one),
        },
      ],
    };
  } finally {
    house.remove();
  }
}
