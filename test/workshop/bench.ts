import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { MadeFile, WorkOrder } from '../../src/production/orders.ts';
import { podcastRecipe } from '../../src/show/recipe.ts';
import { shapeOf } from '../../src/sound/loudness.ts';
import {
  type MasteringPlan,
  type MeasuredPart,
  planMaster,
  type Role,
  type Source,
} from '../../src/sound/mastering.ts';
import { openLocalStore } from '../../src/store/local.ts';
import type { ObjectStore } from '../../src/store/store.ts';
import { openScratch } from '../../src/workshop/scratch.ts';
import { openWorkshop, type Watch, type Workshop } from '../../src/workshop/workshop.ts';

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
  plan(files: Partial<Record<Role, string>>): Promise<MasteringPlan>;
  render(plan: MasteringPlan, watch?: Watch): Promise<MadeFile>;
  /** What work left behind. */
  scratch(): readonly string[];
  remove(): void;
}>;

export async function openBench(program: string): Promise<Bench> {
  const folder = mkdtempSync(join(tmpdir(), 'corridor-bench-'));
  const scratch = await openScratch(join(folder, 'scratch'));
  const store = openLocalStore({ folder: join(folder, 'store'), address: 'file:./episodes' });
  const tool = async () => ({ program, version: 'any', origin: 'configured' }) as const;
  const workshop = openWorkshop({ tool, store, scratch });
  const keep = async (path: string) => keepFile(store, path);
  const measured = (role: Role, path: string, talk: string) =>
    measurePart({ workshop, keep, role, path, talk });
  return {
    workshop,
    store,
    keep,
    file: (name) => join(folder, name),
    pathOf: ({ key }) => join(folder, 'store', key),
    plan: async (files) => {
      const named = (['intro', 'talk', 'outro'] as const).flatMap((role) => {
        const path = files[role];
        return path ? [{ role, path }] : [];
      });
      const parts = await Promise.all(
        named.map(({ role, path }) => measured(role, path, files.talk ?? path)),
      );
      return planMaster(parts, podcastRecipe);
    },
    render: (plan, watch) => workshop.carryOut({ kind: 'render', plan, attempt: 0 }, watch),
    scratch: () => readdirSync(scratch.folder),
    remove: () => rmSync(folder, { recursive: true, force: true }),
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
  const { channels } = await workshop.inspectFile(talk);
  const order = { kind: 'measure', source, channels: inspection.channels, shape: shapeOf(channels) } as const;
  const report = await workshop.carryOut(order satisfies WorkOrder);
  return { role, source, inspection, report };
}
