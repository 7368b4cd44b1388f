import type { WorkingSound } from '../production/orders.ts';
import { type Hearing, hearingOf } from '../sound/hearing.ts';
import { mergeStretches, type Stretch } from '../sound/meter.ts';
import type { Crew } from './crew.ts';
import { openRaw, type RawSound } from './raw.ts';

/** Hears a recording from beginning to end, in pieces on all cores, while the rest of it may still be being decoded. */
export type Hands = Readonly<{ crew: Crew; program: string; folder: string }>;
export type Watch = Readonly<{ signal?: AbortSignal /** 0 to 1 */; onProgress?: (fraction: number) => void }>;

/** Seconds of one piece. */
const PIECE = 120;
/** The shortest piece that is worth another process. */
const SHORTEST_PIECE = 20;

export async function measureSound(
  path: string,
  sound: WorkingSound,
  { hands, watch, seconds }: Readonly<{ hands: Hands; watch: Watch; seconds?: number | undefined }>,
): Promise<Hearing> {
  const raw = await openRaw({ path, ...sound }, 'sound', { ...hands, signal: watch.signal });
  const stretch = await listenInPieces(raw, {
    hands,
    watch,
    expected: (seconds ?? 0) * sound.sampleRate,
    sound,
  });
  const { brokenOff } = await raw.all;
  const channels = sound.shape === 'mono' ? 1 : 2;
  return hearingOf(stretch, { sampleRate: sound.sampleRate, channels, brokenOff });
}

type Listening = Readonly<{ hands: Hands; watch: Watch; expected: number; sound: WorkingSound }>;

/** Pieces are asked for one after the other as their samples come; the crew works on as many as it has hands. */
async function listenInPieces(raw: RawSound, listening: Listening): Promise<Stretch> {
  const { hands, watch, expected, sound } = listening;
  const length = pieceLength(expected, sound.sampleRate, hands.crew.size);
  const done: number[] = [];
  const heard: Promise<Stretch>[] = [];
  for (let from = 0; ; from += length) {
    const there = await raw.upTo(from + length);
    const frames = Math.max(0, Math.min(length, there - from));
    if (frames === 0 && heard.length > 0) break;
    const piece = heard.length;
    const onDone = (count: number): void => {
      done[piece] = count;
      const sum = done.reduce((total, part) => total + part, 0);
      if (expected > 0) watch.onProgress?.(Math.min(1, sum / expected));
    };
    heard.push(
      hands.crew.listen(
        {
          kind: 'listen',
          raw: raw.place,
          sampleRate: sound.sampleRate,
          from,
          frames,
          leadIn: sound.sampleRate,
        },
        { signal: watch.signal, onDone },
      ),
    );
    heard.at(-1)?.catch(() => undefined);
    if (frames < length) break;
  }
  return mergeStretches(await Promise.all(heard));
}

/** Whole seconds, so that pieces join exactly; short sounds are shared out among the crew. */
function pieceLength(expected: number, sampleRate: number, size: number): number {
  const seconds = expected / sampleRate / size;
  return Math.ceil(Math.max(SHORTEST_PIECE, Math.min(PIECE, seconds || PIECE))) * sampleRate;
}
