/**
 * Makes episodes/sample/: a corridor conversation with everything that makes such recordings hard to publish, an intro,
 * an outro, a cover, notes and chapters. `npm run demo` and the tests need a recording whose faults are known and that
 * anybody may copy, so it is computed, not taken from somewhere. The same script gives the same sound.
 *
 *     npx tsx scripts/make-sample.ts        needs espeak-ng and ffmpeg
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { recordConversation } from './sample/corridor.ts';
import { drawCover } from './sample/cover.ts';
import { intro, outro, play } from './sample/music.ts';
import { encode } from './sample/sound.ts';
import { notes, printChapters, readme } from './sample/words.ts';

const folder = fileURLToPath(new URL('../episodes/sample/', import.meta.url));
const aac = ['-c:a', 'aac', '-b:a', '72k', '-movflags', '+faststart'];
const mp3 = ['-c:a', 'libmp3lame', '-b:a', '160k', '-id3v2_version', '0', '-write_xing', '1'];

refuseWithout({ program: 'espeak-ng', argument: '--version' });
refuseWithout({ program: 'ffmpeg', argument: '-version' });
mkdirSync(folder, { recursive: true });
const { sound, chapters } = recordConversation();
encode([sound], `${folder}recording.m4a`, aac);
encode(play(intro), `${folder}intro.mp3`, mp3);
encode(play(outro), `${folder}outro.mp3`, mp3);
await drawCover(`${folder}cover.jpg`);
writeFileSync(`${folder}chapters.txt`, printChapters(chapters));
writeFileSync(`${folder}notes.md`, notes);
writeFileSync(`${folder}README.md`, readme);
for (const name of [
  'recording.m4a',
  'intro.mp3',
  'outro.mp3',
  'cover.jpg',
  'chapters.txt',
  'notes.md',
  'README.md',
])
  console.log(`${name.padEnd(14)} ${String(statSync(folder + name).size).padStart(8)} bytes`);

function refuseWithout({ program, argument }: { program: string; argument: string }): void {
  if (!spawnSync(program, [argument]).error) return;
  console.error(`The sample cannot be made: ${program} is not installed.`);
  console.error(`Install it (Debian, Ubuntu: apt-get install ${program}) and run this again.`);
  process.exit(1);
}
