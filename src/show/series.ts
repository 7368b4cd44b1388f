import { CorridorError } from '../errors.ts';
import type { EpisodeDetails, ShowDetails } from './details.ts';

type Counting = Readonly<{ details?: ShowDetails }>;
type Counted = Readonly<{ title: string; number?: number | undefined; details?: EpisodeDetails | undefined }>;

/** A full episode of a show that is told in order needs its number, or Apple refuses it (feed.md 2). */
const lacksNumber = (show: Counting, { number, details }: Counted): boolean =>
  show.details?.type === 'serial' && (details?.type ?? 'full') === 'full' && number === undefined;

/** @throws CorridorError value-invalid where one of the episodes would need a number and has none */
export function demandNumbers(show: Counting, episodes: readonly Counted[]): void {
  const [first, ...others] = episodes.filter((episode) => lacksNumber(show, episode));
  if (!first) return;
  const more = others.length > 0 ? ` (and ${others.length} more)` : '';
  throw new CorridorError(
    'value-invalid',
    `The show is told in order, but “${first.title}” has no number${more}.`,
    'Give the episode a number, make it a trailer or bonus in its details, or make the show episodic.',
  );
}
