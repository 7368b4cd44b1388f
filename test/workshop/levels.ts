/** Levels of decoded sound; RMS in dBFS. */
export type Piece = Readonly<{ rate: number; from?: number; seconds?: number }>;

export function levelOf(sound: Float32Array, { rate, from = 0, seconds }: Piece): number {
  const piece = pieceOf(sound, { rate, from, ...(seconds === undefined ? {} : { seconds }) });
  const square = piece.reduce((sum, value) => sum + value * value, 0) / Math.max(1, piece.length);
  return 10 * Math.log10(square + 1e-12);
}

/** One level after another, of so many seconds each; what does not fill the last one is left out. */
export function levelsOf(
  sound: Float32Array,
  { rate, from = 0, seconds = sound.length / rate }: Piece,
  step = 1,
): number[] {
  return Array.from({ length: Math.floor(seconds / step + 1e-6) }, (_, i) =>
    levelOf(sound, { rate, from: from + i * step, seconds: step }),
  );
}

/** From the softest to the loudest, dB. */
export const spreadOf = (levels: readonly number[]): number => Math.max(...levels) - Math.min(...levels);

/** In power, dB. */
export const meanLevelOf = (levels: readonly number[]): number =>
  10 * Math.log10(levels.reduce((sum, level) => sum + 10 ** (level / 10), 0) / levels.length);

/** How alike two sounds of one length are, whatever their levels: -1 to 1. */
export function likenessOf(a: Float32Array, b: Float32Array): number {
  const of = (one: Float32Array, other: Float32Array): number =>
    one.reduce((sum, value, i) => sum + value * (other[i] ?? 0), 0);
  return of(a, b) / Math.sqrt(of(a, a) * of(b, b));
}

const pieceOf = (
  sound: Float32Array,
  { rate, from = 0, seconds = Number.POSITIVE_INFINITY }: Piece,
): Float32Array => sound.subarray(Math.round(from * rate), Math.round((from + seconds) * rate));
