import { readFileSync } from 'node:fs';

/** What both versions of ffmpeg said of real files, word by word; each report under the name of its file. */
export const versions = ['5.1', '2018'] as const;
export type Version = (typeof versions)[number];

export function reportOn(subject: 'inspections' | 'loudness', version: Version, file: string): string {
  const path = new URL(`reports/${subject}-${version}.txt`, import.meta.url);
  const [, ...reports] = readFileSync(path, 'utf8').split(/^=== /m);
  const found = reports.find((report) => report.startsWith(`${file}\n`));
  if (found === undefined) throw new Error(`No report on ${file}.`);
  return found.slice(file.length + 1);
}
