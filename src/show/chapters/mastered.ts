import { type Episode, type Publication, passagesOf } from '../episode.ts';
import type { Chapter } from './chapter.ts';
import { moveChapters } from './moving.ts';

/** An episode's chapters on the line of its enclosure. */
export const masteredChapters = (
  episode: Pick<Episode, 'chapters'>,
  { master }: Pick<Publication, 'master'>,
): readonly Chapter[] => moveChapters(episode.chapters, passagesOf(master), master.enclosure.seconds);
