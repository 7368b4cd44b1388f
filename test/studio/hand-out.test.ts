import { linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { podcastRecipe } from '../../src/show/recipe.ts';
import { demandApart } from '../../src/studio/hand-out.ts';

const folder = mkdtempSync(join(tmpdir(), 'corridor-hand-out-'));
const file = (name: string): string => join(folder, name);
const handedIn = ['talk.m4a', 'intro.mp3', 'list.certificate.json'];
for (const name of [...handedIn, 'other.mp3', 'other.m4a', 'talk.opus']) writeFileSync(file(name), name);
mkdirSync(file('below'));
linkSync(file('talk.m4a'), file('same.m4a'));
linkSync(file('intro.mp3'), file('hard.mp3'));
symlinkSync(file('intro.mp3'), file('soft.mp3'));
symlinkSync('soft.mp3', file('softer.mp3'));
symlinkSync('nowhere.mp3', file('dangling.mp3'));
symlinkSync('other.mp3', file('elsewhere.mp3'));
symlinkSync('.', file('round'));
afterAll(() => rmSync(folder, { recursive: true }));

const inputs = handedIn.map(file);
const { formats } = podcastRecipe;
const withM4a = { ...formats, m4a: { bitrate: 96 } };

describe('what was handed in is not written over', () => {
  test.each([
    ['by its own name', file('intro.mp3')],
    ['by a relative path', relative('.', file('intro.mp3'))],
    ['by a way round', join(folder, 'below', '..', 'intro.mp3')],
    ['by a linked folder', join(folder, 'round', 'intro.mp3')],
    ['by a symlink', file('soft.mp3')],
    ['by a symlink to a symlink', file('softer.mp3')],
    ['by a hard link', file('hard.mp3')],
    ['by the certificate', file('list.mp3')],
  ])('%s', async (_, output) => {
    await expect(demandApart(output, formats, inputs)).rejects.toMatchObject({ code: 'value-invalid' });
  });

  test('through a symlink that was handed in itself', async () => {
    const refused = demandApart(file('intro.mp3'), formats, [file('softer.mp3')]);
    await expect(refused).rejects.toMatchObject({ code: 'value-invalid' });
  });

  test.each(['talk.mp3', 'same.mp3'])('by a further format beside %s, which nobody named', async (output) => {
    await expect(demandApart(file(output), withM4a, inputs)).rejects.toMatchObject({
      code: 'value-invalid',
    });
  });
});

test.each([
  ['over what an earlier run has made', 'other.mp3', withM4a],
  ['where nothing is', 'new.mp3', withM4a],
  ['in a folder that is not there', 'none/new.mp3', withM4a],
  ['where a link points to nothing', 'dangling.mp3', withM4a],
  ['where a link points to another file', 'elsewhere.mp3', withM4a],
  ['beside a recording whose format the recipe does not want', 'talk.mp3', formats],
])('a master is written %s', async (_, output, wanted) => {
  await expect(demandApart(file(output), wanted, inputs)).resolves.toBeUndefined();
});
