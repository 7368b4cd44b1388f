/**
 * How long a RIFF/WAVE file says it is. ffmpeg believes the file's size instead, so a cut copy would pass unnoticed.
 * Source: Microsoft RIFF specification; 0 and 0xFFFFFFFF stand for "written as a stream, length unknown".
 */
export function readWaveSeconds(head: Uint8Array): number | undefined {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  if (head.byteLength < 12 || readName(view, 0) !== 'RIFF' || readName(view, 8) !== 'WAVE') return undefined;
  let bytesPerSecond = 0;
  for (let at = 12; at + 8 <= view.byteLength; ) {
    const name = readName(view, at);
    const size = view.getUint32(at + 4, true);
    if (name === 'fmt ' && at + 20 <= view.byteLength) bytesPerSecond = view.getUint32(at + 16, true);
    if (name === 'data') return secondsOf(size, bytesPerSecond);
    at += 8 + size + (size % 2);
  }
  return undefined;
}

const isUnknown = (size: number): boolean => size === 0 || size >= 0xffffff00;

const secondsOf = (size: number, bytesPerSecond: number): number | undefined =>
  isUnknown(size) || bytesPerSecond === 0 ? undefined : size / bytesPerSecond;

const readName = (view: DataView, at: number): string =>
  String.fromCharCode(view.getUint8(at), view.getUint8(at + 1), view.getUint8(at + 2), view.getUint8(at + 3));
