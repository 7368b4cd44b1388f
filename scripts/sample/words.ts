/** The texts that lie beside the sounds. */
export const notes = `A fan howls at two in the morning, the spare part is four days away, and Ruth from the night shift holds a screwdriver against her ear. Jonas was there; Marta had her phone in her hand.

**What to take away**

- A long screwdriver, tip on the housing and handle at the ear, tells one machine part from the next.
- The bearing was innocent: a half-loose bolt beside it sang along. A quarter turn mended it.
- The report said five words. What the night shift *knew* was not among them.

> A report tells you what was done. A corridor tells you how anybody knew.

*Do not try the screwdriver near anything that turns in the open. Ruth knows which side of the housing is safe; ask yours.*
`;

export const readme = `# The sample

A conversation between two colleagues who do not exist, in a corridor that does not exist either, for trying the
studio without a microphone. \`npx tsx scripts/make-sample.ts\` makes every file here again, sound for sound.

| File | What it is |
| --- | --- |
| \`recording.m4a\` | What a phone would have taken: one channel, Marta near (about -20 LUFS), Jonas across the corridor (13.5 dB quieter, muffled, with an echo), ventilation and hum, steps, a door, two seconds of dead air at both ends |
| \`intro.mp3\` | Six seconds of marimba, louder than a podcast should be (about -13 LUFS) |
| \`outro.mp3\` | Eight seconds of the same band, quieter than it should be (about -21.5 LUFS) |
| \`cover.jpg\` | The show's cover, 1600 by 1600 pixels, drawn by a script |
| \`notes.md\` | Show notes in Markdown |
| \`chapters.txt\` | Chapters, \`MM:SS Title\`, counted from the start of the recording |

The voices are those of espeak-ng; everything else is computed in \`scripts/sample/\`. The loudness is wrong on
purpose: putting it right is what the studio is for.

## Licence

No sound, picture or text here was taken from anywhere. To the extent possible under law, the Corridor authors have
waived all rights to the files in this folder ([CC0 1.0](https://creativecommons.org/publicdomain/zero/1.0/)): copy
them, change them, publish them.
`;

export function printChapters(chapters: readonly { start: number; title: string }[]): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const line = ({ start, title }: { start: number; title: string }) =>
    `${two(Math.floor(start / 60))}:${two(start % 60)} ${title}`;
  return `${chapters.map(line).join('\n')}\n`;
}
