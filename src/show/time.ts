/** `HH:MM:SS`; parts of a second are cut, as apps do. */
export function printTime(seconds: number): string {
  const whole = Math.floor(seconds);
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}

/** Seconds of `MM:SS`, `H:MM:SS` or `HH:MM:SS.mmm`; undefined where the text is no time. */
export function readTime(text: string): number | undefined {
  const found = /^(?:(\d{1,3}):)?(\d{1,3}):(\d{2}(?:[.,]\d{1,3})?)$/.exec(text);
  if (!found) return undefined;
  const [, hours, minutes = '0', seconds = '0'] = found;
  if (hours !== undefined && Number(minutes) > 59) return undefined;
  const rest = Number(seconds.replace(',', '.'));
  return rest < 60 ? Number(hours ?? 0) * 3600 + Number(minutes) * 60 + rest : undefined;
}

/** `12:30` or `1:02:30`, as players show it. */
export const printClock = (seconds: number): string =>
  printTime(seconds)
    .replace(/^00:/, '')
    .replace(/^0(\d)/, '$1');

/**
 * How long a sound is, as `12:30` or `1:02:30`: to the nearest whole second, as the feed's itunes:duration has it, so
 * that one file has one length wherever it is told. (A moment within a sound is cut instead: a clock shows the second
 * that has begun.)
 */
export const printLength = (seconds: number): string => printClock(Math.round(seconds));

/** `42 min` or `1 h 12 min`; under a minute, seconds. */
export function printDuration(seconds: number): string {
  if (seconds < 59.5) return `${Math.max(1, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
