import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { readSettings } from '../../src/config.ts';
import { podcastRecipe, type Recipe } from '../../src/show/recipe.ts';
import { openSolo, type Solo, type SoloMaster } from '../../src/studio/solo.ts';
import { type Heard, hear } from '../sounds.ts';

/** What `corridor master` makes of a file, and what a listener's meter says of it. */
export type Mastered = SoloMaster & Readonly<{ path: string; certificate: string; heard: Heard }>;

export type Mastering = Readonly<{
  workshop: Solo['workshop'];
  /** @throws CorridorError what the production throws */
  master(file: string, recipe?: Recipe): Promise<Mastered>;
  close(): Promise<void>;
}>;

/** The production loop with one ffmpeg, in a temporary folder of its own. */
export async function openMastering(program: string, cores = 2): Promise<Mastering> {
  const folder = mkdtempSync(join(tmpdir(), 'corridor-mastering-'));
  const environment = {
    CATALOGUE: join(folder, 'catalogue.db'),
    SCRATCH_DIR: join(folder, 'scratch'),
    FFMPEG_PATH: program,
    CORES: String(cores),
  };
  const solo = await openSolo(readSettings(environment));
  return {
    workshop: solo.workshop,
    master: async (file, recipe = podcastRecipe) => {
      const output = join(folder, `${basename(file)}-${recipe.name}.mp3`);
      const made = await solo.master({ file, recipe, title: 'A talk', year: 2026, output });
      const { certificate = '' } = made;
      return { ...made, certificate, path: output, heard: await hear(output) };
    },
    close: async () => {
      await solo.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
