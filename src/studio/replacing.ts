import { CorridorError } from '../errors.ts';
import type { EpisodeFacts } from '../show/episode.ts';
import { type House, subjectOf } from './house.ts';
import { keepSound, rememberSound } from './keeping.ts';
import { advance } from './production.ts';
import type { LocalFile } from './studio.ts';

/**
 * Gives an episode another recording. Guid, address and date stay; listeners have the former sound until the new one is
 * mastered and proven, and then find it under an address of its own. The former recording is kept, so that nothing is lost.
 * Chapters and transcript stay as they are, on the line of the new recording.
 * @throws CorridorError recording-…, episode-leaving, episode-not-ready, disk-full, store-…
 */
export async function replaceRecording(
  house: House,
  { episode }: EpisodeFacts,
  recording: LocalFile,
  signal?: AbortSignal,
): Promise<void> {
  if (episode.wish === 'withdrawn') throw withdrawn(episode.title);
  const { catalogue, queue } = house;
  const sound = await keepSound(house, recording, signal ? { signal } : {});
  try {
    queue.cancel(subjectOf(episode.id));
    catalogue.together(() => {
      rememberSound(house, sound);
      catalogue.episodes.change(episode.id, { recording: sound.recording.sha256 });
      catalogue.episodes.reopen(episode.id);
      const renewed = catalogue.episodes.byId(episode.id);
      if (renewed) advance(house, renewed);
    });
  } catch (thrown) {
    await sound.discard().catch(() => undefined);
    throw thrown;
  }
}

const withdrawn = (title: string): CorridorError =>
  new CorridorError(
    'episode-not-ready',
    `“${title}” is withdrawn.`,
    'Publish it again first, or hand the recording in as a new episode.',
  );
