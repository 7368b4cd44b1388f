const units = ['kB', 'MB', 'GB', 'TB'] as const;

/**
 * `820 bytes`, `3.4 MB`, `42 MB`: in powers of ten, as the SI prefixes mean them, so that terminal, studio and listeners'
 * pages never tell two sizes of one file. One decimal below ten; the unit never leaves its number.
 */
export function printBytes(bytes: number, language = 'en'): string {
  if (bytes < 1000) return `${Math.round(bytes)}\u00a0bytes`;
  const step = units.findIndex((_, i) => inUnit(bytes, i) < 1000);
  const at = step === -1 ? units.length - 1 : step;
  return `${inUnit(bytes, at).toLocaleString(language, { useGrouping: false })}\u00a0${units[at]}`;
}

function inUnit(bytes: number, step: number): number {
  const value = bytes / 1000 ** (step + 1);
  return value >= 9.95 ? Math.round(value) : Math.round(value * 10) / 10;
}
