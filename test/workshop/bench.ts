import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { MadeFile, WorkOrder } from '../../src/production/orders.ts';
import { podcastRecipe, type Recipe } from '../../src/show/recipe.ts';
import { untreated } from '../../src/sound/cleaning.ts';
import { shapeOf } from '../../src/sound/loudness.ts';
import { type MasteringPlan, planMaster, sampleRateFor } from '../../src/sound/mastering.ts';
import type { MeasuredPart, Role, Source } from '../../src/sound/part.ts';
import { openLocalStore } from '../../src/store/local.ts';
import type { ObjectStore } from '../../src/store/store.ts';
import { openCrew } from '../../src/workshop/crew.ts';
import type { Watch } from '../../src/workshop/measuring.ts';
import { openScratch } from '../../src/workshop/scratch.ts';
import { openWorkshop, type Workshop } from '../../src/workshop/workshop.ts';

/** A workshop with a store of its own in a temporary folder. */
export type Bench = Readonly<{
  workshop: Workshop;
  store: ObjectStore;
  file(name: string): string;
  /** Where the bytes of a stored file are. */
  pathOf(made: Source): string;
  /** Puts a file of the disk into the store. */
  keep(path: string): Promise<Source>;
  /** Looks at files and measures them, as a production would, and plans their master. */
  plan(files: Partial<Record<Role, string>>, recipe?: Recipe): Promise<MasteringPlan>;
  render(plan: MasteringPlan, watch?: Watch): Promise<MadeFile>;
  /** What work left behind. */
  scratch(): readonly string[];
  remove(): Promise<void>;
}>;

export async function openBench(program: string): Promise<Bench> {
  const folder = mkdtempSync(join(tmpdir(), 'corridor-bench-'));
  const scratch = await openScratch(join(folder, 'scratch'));
  const store = openLocalStore({ folder: join(folder, 'store'), address: 'file:./episodes' });
  const tool = async () => ({ program, version: 'any', origin: 'configured' }) as const;
  const workshop = openWorkshop({ tool, store, scratch, crew: openCrew(2, environment()) });
  const keep = async (path: string) => keepFile(store, path);
  const measured = (role: Role, path: string, talk: string) =>
    measurePart({ workshop, keep, role, path, talk });
  return {
    workshop,
    store,
    keep,
    file: (name) => join(folder, name),
    pathOf: ({ key }) => join(folder, 'store', key),
    plan: async (files, recipe = podcastRecipe) => {
      const named = (['intro', 'talk', 'outro', 'bed'] as const).flatMap((role) => {
        const path = files[role];
        return path ? [{ role, path }] : [];
      });
      const parts = await Promise.all(
        named.map(({ role, path }) => measured(role, path, files.talk ?? path)),
      );
      return planMaster(parts, recipe);
    },
    render: (plan, watch) => workshop.carryOut({ kind: 'render', plan, attempt: 0 }, watch),
    scratch: () => readdirSync(scratch.folder),
    remove: async () => {
      await workshop.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export const sha256Of = (path: string): string =>
  createHash('sha256').update(readFileSync(path)).digest('hex');

async function keepFile(store: ObjectStore, path: string): Promise<Source> {
  const key = `originals/${basename(path)}`;
  await store.put(key, { file: path }, { contentType: 'application/octet-stream' });
  return { key, sha256: sha256Of(path) };
}

type Measuring = Pick<Bench, 'workshop' | 'keep'> & { role: Role; path: string; talk: string };

async function measurePart({ workshop, keep, role, path, talk }: Measuring): Promise<MeasuredPart> {
  const source = await keep(path);
  const inspection = await workshop.carryOut({ kind: 'inspect', source });
  const { channels, sampleRate } = await workshop.inspectFile(talk);
  const order = {
    kind: 'measure',
    source,
    channels: inspection.channels,
    shape: shapeOf(channels),
    sampleRate: sampleRateFor(sampleRate),
    treatment: untreated,
  } as const;
  const hearing = await workshop.carryOut(order satisfies WorkOrder);
  return { role, source, inspection, hearing, treatment: untreated };
}

/** How a stereo sound at 48 kHz is heard. */
export const stereo = { channels: 2, shape: 'stereo', sampleRate: 48_000, treatment: untreated } as const;

/** What the crew's processes find in theirs. */
const environment = (): Record<string, string> =>
  Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (value ? [[name, value]] : [])));
