import { openCatalogue } from '../catalogue/catalogue.ts';
import { type Clock, systemClock } from '../clock.ts';
import { childEnvironment, type Settings } from '../config.ts';
import { sqliteQueue } from '../jobs/sqlite.ts';
import { demandSound } from '../sound/loudness.ts';
import { asItIs } from '../sound/mastering.ts';
import { openStore } from '../store/address.ts';
import type { S3Access } from '../store/s3.ts';
import { openCrew } from '../workshop/crew.ts';
import { openScratch } from '../workshop/scratch.ts';
import { chooseTool } from '../workshop/tool.ts';
import { openWorkshop } from '../workshop/workshop.ts';
import { openShows } from './editorial.ts';
import { examine, publicPath } from './examination.ts';
import type { House } from './house.ts';
import { openEpisodes } from './instalments.ts';
import { movedTo } from './moved.ts';
import { PUBLISH_LANE } from './owed.ts';
import { carryOutPing, PING_LANE, settlePings } from './pings.ts';
import { demandPrivacy } from './places.ts';
import { advanceAll, carryOutOrder, HOME_LANE, receiveDelivery, SOUND_LANE } from './production.ts';
import { openPublications } from './publications.ts';
import { openRecipes } from './recipes.ts';
import { carryOutTime, orderAllTimes, TIME_LANE } from './schedule.ts';
import type { Measurement, Studio } from './studio.ts';
import { carryOutSweep, orderSweep, SWEEP_LANE, sweep } from './sweep.ts';

/**
 * Joins the parts, once. What only some commands need is loaded by them, so that the others start sooner. Nothing is asked of stores or ffmpeg yet: `examine()` does that, and the work itself.
 * @throws CorridorError catalogue-unusable, settings-invalid
 */
export async function openStudio(settings: Settings, clock: Clock = systemClock): Promise<Studio> {
  const house = await openHouse(settings, clock);
  const shows = openShows(house);
  return {
    shows,
    episodes: openEpisodes(house, shows),
    recipes: openRecipes(),
    measure: (path, signal) => measure(house, path, signal),
    prove: async (name, watch) => (await import('./proof.ts')).proveEpisode(house, name, watch),
    soundReport: async (name) => (await import('./sound-report.ts')).reportOnSound(house, name),
    soundPictures: async (name) => (await import('./sound-report.ts')).pictureSound(house, name),
    checkFeed: async (target, wish) => (await import('./feed-checks.ts')).checkFeeds(house, target, wish),
    importShow: async (address, wish) => (await import('./importing.ts')).importShow(house, address, wish),
    moveShow: async (slug, wish) => (await import('./moving.ts')).moveShow(house, slug, wish),
    exportShow: async (slug, folder, signal) =>
      (await import('./exporting.ts')).exportShow(house, slug, folder, signal),
    examineStorefront: async () => (await import('./storefront.ts')).examineStorefront(house),
    openStorefront: () => house.publicStore.openToPublic(),
    publications: openPublications(house, shows),
    sweep: (isTrial) => sweep(house, { isTrial }),
    examine: () => examine(house),
    tool: house.tool,
    publicFiles: { ...publicPath(house), movedTo: (key) => movedTo(house, key) },
    work: async () => work(house),
    close: async () => {
      await house.workshop.close();
      await house.scratch.discard(house.copies);
      house.catalogue.close();
    },
  };
}

async function openHouse(settings: Settings, clock: Clock): Promise<House> {
  demandPrivacy(settings);
  const catalogue = openCatalogue(settings.CATALOGUE);
  const scratch = await openScratch(settings.SCRATCH_DIR).catch((thrown: unknown) => {
    catalogue.close();
    throw thrown;
  });
  // Local copies of objects lie in a folder of this process, so that a later one sweeps them if it is killed.
  const copies = scratch.reserve();
  const common = { s3: s3AccessOf(settings), scratch: copies };
  const privateStore = await openStore({ ...common, url: settings.EPISODES_STORE });
  const publicStore = await openStore({
    ...common,
    url: settings.FEED_STORE,
    publicBase: settings.PUBLIC_URL,
  });
  const tool = remembered(() => chooseTool(settings.FFMPEG_PATH));
  return {
    settings,
    clock,
    catalogue,
    queue: sqliteQueue(catalogue.file, { clock, firstWait: settings.RETRY_AFTER }),
    privateStore,
    publicStore,
    workshop: openWorkshop({
      tool,
      store: privateStore,
      scratch,
      crew: openCrew(settings.CORES, childEnvironment()),
    }),
    scratch,
    copies,
    tool,
    templates: remembered(async () => (await import('./templates.ts')).readTemplates()),
  };
}

const s3AccessOf = (settings: Settings): S3Access => ({
  endpoint: settings.S3_ENDPOINT,
  region: settings.S3_REGION,
  forcePathStyle: settings.S3_FORCE_PATH_STYLE,
  checksums: settings.S3_CHECKSUMS,
  credentials: credentialsOf(settings),
});

function credentialsOf({ AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN }: Settings) {
  if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) return undefined;
  return {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    sessionToken: AWS_SESSION_TOKEN,
  };
}

/** Asks once and keeps a good answer; after a failure the next one asks again. */
function remembered<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined;
  return () => {
    answer ??= ask().catch((thrown: unknown) => {
      answer = undefined;
      throw thrown;
    });
    return answer;
  };
}

/**
 * Two shows may publish at once; the catalogue is written by one handler at a time. Calls to others end last, so that a
 * command that publishes and ends has made them once.
 */
function work(house: House): () => Promise<void> {
  const { queue, settings } = house;
  advanceAll(house);
  orderAllTimes(house);
  orderSweep(house);
  const stops = [
    queue.handle(SOUND_LANE, (job) => carryOutOrder(house, job), { concurrency: settings.WORKERS }),
    queue.handle(HOME_LANE, (job) => receiveDelivery(house, job), { concurrency: 1 }),
    queue.handle(TIME_LANE, (job) => carryOutTime(house, job), { concurrency: 1 }),
    queue.handle(SWEEP_LANE, () => carryOutSweep(house), { concurrency: 1 }),
    queue.handle(
      PUBLISH_LANE,
      async (job) => (await import('./publishing.ts')).carryOutPublication(house, job),
      { concurrency: 2 },
    ),
  ];
  const stopPings = queue.handle(PING_LANE, (job) => carryOutPing(house, job), { concurrency: 4 });
  return async () => {
    await Promise.all(stops.map((stop) => stop()));
    await settlePings(house);
    await stopPings();
  };
}

async function measure({ workshop }: House, path: string, signal?: AbortSignal): Promise<Measurement> {
  const inspection = await workshop.inspectFile(path, signal);
  const heard = await workshop.measureFile(path, asItIs(inspection), signal ? { signal } : {});
  demandSound(heard, 'recording');
  return { inspection, loudness: heard.loudness, seconds: heard.seconds };
}
