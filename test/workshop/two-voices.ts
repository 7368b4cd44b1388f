import { ffmpeg } from '../sounds.ts';

/** A conversation of the sample's two colleagues, laid out anew: who speaks when is known, and how far apart they are. */
export type Stretch = Readonly<{
  kind: 'near' | 'far' | 'pause';
  from: number;
  seconds: number;
  /** Who speaks before and behind a pause. */
  between?: string;
}>;

const SAMPLE = 'episodes/sample/recording.m4a';
/** LU from the near voice to the far one. */
export const DISTANCE = 16;
const LEVELS = { near: -20, far: -20 - DISTANCE };

/** Where they speak in the sample and how loud (LUFS), and the pause behind it; seconds. */
type Turn = Readonly<{ kind: 'near' | 'far'; from: number; to: number; level: number; pause: number }>;
const turns: readonly Turn[] = [
  { kind: 'near', from: 2.2, to: 8.3, level: -20.1, pause: 1 },
  { kind: 'near', from: 63, to: 70.2, level: -19.1, pause: 1 },
  { kind: 'far', from: 14.5, to: 24.2, level: -33.2, pause: 1 },
  { kind: 'far', from: 28, to: 32.6, level: -33.5, pause: 1 },
  { kind: 'near', from: 11.6, to: 13.9, level: -20.6, pause: 0 },
];

/** The same as it stands in the conversation. */
export const stretches: readonly Stretch[] = layOut();

function layOut(): Stretch[] {
  let at = 0;
  return turns.flatMap(({ kind, from, to, pause }, i) => {
    const turn = { kind, from: at, seconds: to - from } as const;
    at += to - from + pause;
    const between = `${kind} and ${turns[i + 1]?.kind}`;
    return pause === 0
      ? [turn]
      : [turn, { kind: 'pause', from: at - pause, seconds: pause, between } as const];
  });
}

const MONO = 'aformat=channel_layouts=mono:sample_fmts=fltp:sample_rates=48000';
/** A quiet room in the band of voices, which no filter for rumble touches; about -57 dBFS. */
const ROOM =
  'anoisesrc=color=pink:seed=5:duration=70:sample_rate=48000:amplitude=0.012,highpass=f=200,lowpass=f=4000';

export async function makeConversation(path: string): Promise<string> {
  const pieces = turns.map(({ kind, from, to, level, pause }, i) => {
    const cut = `atrim=${from}:${to},asetpts=PTS-STARTPTS,volume=${LEVELS[kind] - level}dB,afade=t=in:d=0.02`;
    return `[${i}:a]${cut},${MONO},apad=pad_len=${Math.round(pause * 48_000)}[turn${i}]`;
  });
  const all = turns.map((_, i) => `[turn${i}]`).join('');
  const graph = [
    ...pieces,
    `${all}concat=n=${turns.length}:v=0:a=1,${MONO}[talk]`,
    `[${turns.length}:a]${MONO}[room]`,
    '[talk][room]amerge=inputs=2,pan=mono|c0=c0+c1[out]',
  ];
  const inputs = [...turns.flatMap(() => ['-i', SAMPLE]), '-f', 'lavfi', '-i', ROOM];
  await ffmpeg([...inputs, '-filter_complex', graph.join(';'), '-map', '[out]', path]);
  return path;
}
