import { linkSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { podcastRecipe } from '../../src/show/recipe.ts';
import { demandApart } from '../../src/studio/hand-out.ts';

const folder = mkdtempSync(join(tmpdir(), 'corridor-hand-out-'));
const file = (name: string): string => join(folder, name);
for (const name of ['talk.m4a', 'other.m4a', 'talk.opus']) writeFileSync(file(name), name);
linkSync(file('talk.m4a'), file('same.m4a'));
afterAll(() => rmSync(folder, { recursive: true }));

const formats = { ...podcastRecipe.formats, m4a: { bitrate: 96 } };

describe('a further format that nobody named', () => {
  test.each(['talk.mp3', 'same.mp3'])('is not written over a recording beside %s', async (output) => {
    await expect(demandApart(file(output), formats, [file('talk.m4a')])).rejects.toMatchObject({
      code: 'value-invalid',
    });
  });

  test.each([
    ['over what an earlier run has made', 'other.mp3', formats],
    ['where nothing is', 'new.mp3', formats],
    ['when the recipe does not want it', 'talk.mp3', podcastRecipe.formats],
  ])('is written %s', async (_, output, wanted) => {
    await expect(demandApart(file(output), wanted, [file('talk.m4a')])).resolves.toBeUndefined();
  });
});
