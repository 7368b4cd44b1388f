import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Clock } from '../clock.ts';
import type { Settings } from '../config.ts';
import type { JobQueue } from '../jobs/queue.ts';
import type { ObjectStore } from '../store/store.ts';
import type { Scratch } from '../workshop/scratch.ts';
import type { Tool } from '../workshop/tool.ts';
import type { Workshop } from '../workshop/workshop.ts';
import type { Templates } from './templates.ts';

/** The joined parts, as the use cases need them. */
export type House = Readonly<{
  settings: Settings;
  clock: Clock;
  catalogue: Catalogue;
  queue: JobQueue;
  /** EPISODES_STORE */
  privateStore: ObjectStore;
  /** FEED_STORE */
  publicStore: ObjectStore;
  workshop: Workshop;
  scratch: Scratch;
  /** Folder for local copies of what lies in buckets; there while one is needed. */
  copies: string;
  tool: () => Promise<Tool>;
  templates: () => Promise<Templates>;
}>;

/** Names under which the queue knows an episode's and a show's jobs. */
export const subjectOf = (episodeId: number): string => `episode:${episodeId}`;
export const showSubjectOf = (showId: number): string => `show:${showId}`;
