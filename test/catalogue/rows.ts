import { type Catalogue, openCatalogue } from '../../src/catalogue/catalogue.ts';
import type { Episode, EpisodeFacts } from '../../src/show/episode.ts';
import type { Recording } from '../../src/show/recording.ts';
import type { Show } from '../../src/show/show.ts';
import { published, show } from '../feed/fixtures.ts';

/** A catalogue in memory with a show and its recordings, and rows to put into it. */
export const hash = (digit: string): string => digit.repeat(64);

export const recording = (digit: string): Recording => ({
  sha256: hash(digit),
  key: `originals/${hash(digit)}.wav`,
  bytes: 5_000_000_000,
  name: `Gespräch ${digit} 🎙.wav`,
  receivedAt: new Date('2026-03-02T15:00:00.123Z'),
});

const { id: _show, ...unsaved } = show;
export const showDraft: Omit<Show, 'id'> = unsaved;

export function episodeDraft(n: number, changes: Partial<Episode> = {}): Omit<Episode, 'id'> {
  const { id: _, ...episode } = published(n, { episode: changes }).episode;
  return episode;
}

export const { master, ...publicationFacts } = published(1).publication;
export const publication = published(1).publication;

export type Rows = Readonly<{
  catalogue: Catalogue;
  show: Show;
  add(n: number, changes?: Partial<Episode>): EpisodeFacts;
}>;

export function openRows(path = ':memory:'): Rows {
  const catalogue = openCatalogue(path);
  catalogue.recordings.add(recording('a'));
  const kept = catalogue.shows.add(showDraft);
  const add = (n: number, changes: Partial<Episode> = {}) =>
    catalogue.episodes.add(episodeDraft(n, { showId: kept.id, ...changes }));
  return { catalogue, show: kept, add };
}
