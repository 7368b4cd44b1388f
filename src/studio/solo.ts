import { childEnvironment, type Settings } from '../config.ts';
import { CorridorError } from '../errors.ts';
import { hashFile } from '../hashing.ts';
import type { Goal } from '../production/facts.ts';
import { nextOrders } from '../production/next-orders.ts';
import { type Delivery, fingerprintOf, type WorkOrder } from '../production/orders.ts';
import { paceOf, percentOf, wayOf } from '../production/progress.ts';
import type { Proven } from '../production/proven.ts';
import type { Chapter } from '../show/chapters/chapter.ts';
import { readChapterList } from '../show/chapters/reading.ts';
import type { Master } from '../show/episode.ts';
import { cleanLine } from '../show/names.ts';
import type { Recipe } from '../show/recipe.ts';
import type { Source } from '../sound/part.ts';
import { openLocalStore } from '../store/local.ts';
import type { ObjectStore } from '../store/store.ts';
import { openCrew } from '../workshop/crew.ts';
import type { Watch } from '../workshop/measuring.ts';
import { openScratch } from '../workshop/scratch.ts';
import { chooseTool } from '../workshop/tool.ts';
import { openWorkshop, type Workshop } from '../workshop/workshop.ts';
import { demandApart, type HandedOut, handOut } from './hand-out.ts';
import type { Stage } from './studio.ts';
import { unfit } from './unfit.ts';

/** The production loop by itself, with no catalogue and no queue: files in, an MP3 and its certificate out. */
export type Solo = Readonly<{
  /** @throws CorridorError recording-…, recipe-…, master-off-target, ffmpeg-…, disk-full, cancelled */
  master(request: SoloRequest): Promise<SoloMaster>;
  workshop: Workshop;
  close(): Promise<void>;
}>;

export type SoloRequest = Readonly<{
  file: string;
  intros?: readonly string[];
  outros?: readonly string[];
  bed?: string;
  recipe: Recipe;
  title: string;
  /** The text of a list of chapters, in any format; without it, those that the recording brings along count. */
  chapters?: string;
  /** Where the MP3 goes; its certificate and further formats go beside it. Without it, only the account is wanted. */
  output?: string;
  /** Further files that must not be written over, e.g. the one that the chapters were read from. */
  keep?: readonly string[];
  year: number;
  signal?: AbortSignal;
  onProgress?: (progress: Readonly<{ stage: Stage; percent: number }>) => void;
}>;

export type SoloMaster = Readonly<{
  master: Master;
  account: Proven;
  /** Seconds that each kind of work took. */
  spent: Readonly<Partial<Record<Stage, number>>>;
}> /** where the other files lie */ &
  Partial<HandedOut>;

export async function openSolo(settings: Settings): Promise<Solo> {
  const scratch = await openScratch(settings.SCRATCH_DIR);
  const folder = await scratch.make();
  const files = new Map<string, string>();
  const store = lendingStore(openLocalStore({ folder, address: `file:${folder}` }), files);
  const chosen = chooseTool(settings.FFMPEG_PATH);
  chosen.catch(() => undefined);
  const crew = openCrew(settings.CORES, childEnvironment());
  const workshop = openWorkshop({ tool: () => chosen, store, scratch, crew });
  return {
    workshop,
    master: async (request) => {
      const { output, recipe } = request;
      if (output !== undefined) await demandApart(output, recipe.formats, handedIn(request));
      const chapters = await chaptersOf(request, workshop);
      const goal = await goalOf(request, chapters, (path) => lend(files, path));
      const { master, account, spent } = await carryOut(workshop, goal, request);
      if (output === undefined) return { master, account, spent };
      return { master, account, spent, ...(await handOut(store, master, output)) };
    },
    close: async () => {
      await workshop.close();
      await scratch.discard(folder);
    },
  };
}

/** Every file that the request names as an input. */
export const handedIn = ({
  file,
  intros = [],
  outros = [],
  bed,
  keep = [],
}: SoloRequest): readonly string[] => [
  ...[file, ...intros, ...outros, ...keep],
  ...(bed === undefined ? [] : [bed]),
];

/** A store in which files of the disk may be read where they lie, under a key of their own. */
const lendingStore = (store: ObjectStore, files: ReadonlyMap<string, string>): ObjectStore =>
  new Proxy(store, {
    get: (target, name) => {
      if (name !== 'withLocalCopy') {
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === 'function' ? value.bind(target) : value;
      }
      return (key: string, use: (path: string) => Promise<unknown>) => {
        const path = files.get(key);
        return path === undefined ? target.withLocalCopy(key, use) : use(path);
      };
    },
  });

async function lend(files: Map<string, string>, path: string): Promise<Source> {
  const sha256 = await hashFile(path);
  const key = `lent/${sha256}`;
  files.set(key, path);
  return { key, sha256 };
}

/** As the request has them; else those that the recording brings along. */
async function chaptersOf(
  { chapters, file, signal }: SoloRequest,
  workshop: Workshop,
): Promise<readonly Chapter[]> {
  if (chapters !== undefined) return readChapterList(chapters);
  return (await workshop.inspectFile(file, signal)).chapters ?? [];
}

async function goalOf(
  request: SoloRequest,
  chapters: readonly Chapter[],
  take: (path: string) => Promise<Source>,
): Promise<Goal> {
  const all = (paths: readonly string[] = []) => Promise.all(paths.map(take));
  const title = cleanLine(request.title);
  return {
    talk: await take(request.file),
    intros: await all(request.intros),
    outros: await all(request.outros),
    ...(request.bed === undefined ? {} : { bed: await take(request.bed) }),
    recipe: request.recipe,
    sheet: {
      title,
      artist: '',
      album: '',
      year: request.year,
      language: 'en',
      chapters,
    },
  };
}

async function carryOut(workshop: Workshop, goal: Goal, request: SoloRequest) {
  const deliveries = new Map<string, Delivery>();
  const bumpers = bumpersOf(goal, request);
  const spent: Partial<Record<Stage, number>> = {};
  for (;;) {
    const step = nextOrders(goal, { find: (fingerprint) => deliveries.get(fingerprint) });
    if (step.state === 'done') return { ...step, spent };
    if (step.state === 'impossible') {
      throw new CorridorError(step.problem.code, step.problem.message, step.problem.hint);
    }
    for (const kind of new Set(step.orders.map((order) => order.kind))) {
      const since = performance.now();
      const orders = step.orders.filter((order) => order.kind === kind);
      await carryOutTogether(workshop, orders, { deliveries, bumpers, request });
      spent[kind] = (spent[kind] ?? 0) + (performance.now() - since) / 1000;
    }
  }
}

type Bench = Readonly<{
  deliveries: Map<string, Delivery>;
  bumpers: readonly Bumper[];
  request: SoloRequest;
}>;

/** A file that stands beside the recording, and what it was handed in as. */
type Bumper = Readonly<{ name: string; path: string; source: Source }>;

function bumpersOf({ intros, outros, bed }: Goal, request: SoloRequest): readonly Bumper[] {
  const named = (name: string, sources: readonly Source[], paths: readonly string[] = []) =>
    sources.map((source, i) => ({ name, source, path: paths[i] ?? '' }));
  return [
    ...named('intro', intros, request.intros),
    ...named('outro', outros, request.outros),
    ...(bed && request.bed !== undefined ? named('music bed', [bed], [request.bed]) : []),
  ];
}

/** The fault of a bumper names its file; any other stays as it is. */
function blame(thrown: unknown, order: WorkOrder, bumpers: readonly Bumper[]): unknown {
  if (!('source' in order)) return thrown;
  const found = bumpers.find(({ source }) => source.key === order.source.key);
  return found ? unfit(thrown, found.name, found.path) : thrown;
}

/** Orders of one kind, side by side; all of them have ended before the first failure is told. */
async function carryOutTogether(
  workshop: Workshop,
  orders: readonly WorkOrder[],
  { deliveries, bumpers, request }: Bench,
): Promise<void> {
  const watches = watchesOf(orders, request);
  const outcomes = await Promise.allSettled(
    orders.map(async (order, i) => {
      const delivery = await workshop.carryOut(order, watches[i]).catch((thrown: unknown) => {
        throw blame(thrown, order, bumpers);
      });
      deliveries.set(fingerprintOf(order), delivery);
    }),
  );
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}

/** The order that is furthest behind tells how far they are. */
function watchesOf(
  orders: readonly WorkOrder[],
  { signal, onProgress, recipe }: SoloRequest,
): readonly Watch[] {
  const way = wayOf(recipe);
  const percentAt = (order: WorkOrder, fraction: number) => percentOf(paceOf(order, fraction), way);
  const percents = orders.map((order) => percentAt(order, 0));
  return orders.map((order, i) => {
    const tell = (fraction: number): void => {
      percents[i] = percentAt(order, fraction);
      onProgress?.({ stage: order.kind, percent: Math.min(...percents) });
    };
    tell(0);
    return { ...(signal ? { signal } : {}), onProgress: tell };
  });
}
