import { statSync } from 'node:fs';
import { createShow, type House, openHouse, publishJson, sample } from '../test/cli/program.ts';
import { ffmpeg, hear } from '../test/sounds.ts';
import { type Figures, inSeconds, timed } from './figures.ts';

const MINUTES = 60;
const TARGET = 'I=-16:TP=-1:LRA=11';

/** An hour of recorded talk: `corridor publish` beside the usual two passes of loudnorm into an MP3. */
export async function benchSound(): Promise<Figures> {
  const house = openHouse();
  try {
    await createShow(house);
    const recording = await recordHour(house);
    const ours = await timed(() => publishJson(house, [recording, '--title', 'An hour']));
    const usual = await timed(() => masterAsUsual(house, recording));
    const heard = await hear(usual.result);
    const after = ours.result.loudness.after;
    return {
      rows: [
        ['what', 'time', 'times real time', 'LUFS', 'dBTP', 'range'],
        rowOf('corridor publish, start to feed', ours.milliseconds, after),
        rowOf('loudnorm, two passes, then MP3', usual.milliseconds, heard),
      ],
      remarks: [
        `Recording: the two voices of episodes/sample repeated to ${MINUTES} minutes, 48 kHz stereo WAV, ${statSync(recording).size} bytes.`,
        `Corridor took ${(usual.milliseconds / ours.milliseconds).toFixed(2)} times less time than the usual way, with the same ffmpeg.`,
      ],
      promises: [
        {
          says: 'at least twice as fast as the usual way',
          kept: 2 * ours.milliseconds <= usual.milliseconds,
        },
      ],
    };
  } finally {
    house.remove();
  }
}

type Sounding = Readonly<{ integrated: number; truePeak: number; range: number }>;

const rowOf = (name: string, milliseconds: number, { integrated, truePeak, range }: Sounding): string[] => [
  name,
  inSeconds(milliseconds),
  `${((MINUTES * 60_000) / milliseconds).toFixed(0)} x`,
  integrated.toFixed(1),
  truePeak.toFixed(1),
  range.toFixed(1),
];

async function recordHour(house: House): Promise<string> {
  const path = house.file('hour.wav');
  const looped = ['-stream_loop', '-1', '-i', sample('recording.m4a'), '-t', String(MINUTES * 60)];
  await ffmpeg([...looped, '-ar', '48000', '-ac', '2', '-c:a', 'pcm_s16le', path]);
  return path;
}

/** As normalising tools do it: measure, then apply what was measured while encoding. */
async function masterAsUsual(house: House, recording: string): Promise<string> {
  const said = await ffmpeg([
    '-i',
    recording,
    '-af',
    `loudnorm=${TARGET}:print_format=json`,
    '-f',
    'null',
    '-',
  ]);
  const measured = JSON.parse(said.slice(said.lastIndexOf('{'), said.lastIndexOf('}') + 1)) as Record<
    string,
    string
  >;
  const { input_i, input_tp, input_lra, input_thresh, target_offset } = measured;
  const known = `measured_I=${input_i}:measured_TP=${input_tp}:measured_LRA=${input_lra}:measured_thresh=${input_thresh}`;
  const filter = `loudnorm=${TARGET}:${known}:offset=${target_offset}:linear=true`;
  const path = house.file('usual.mp3');
  await ffmpeg(['-i', recording, '-af', filter, '-ar', '48000', '-c:a', 'libmp3lame', '-b:a', '128k', path]);
  return path;
}
