import { printCategory } from '../show/categories.ts';
import { type EpisodeFacts, stateOf } from '../show/episode.ts';
import type { Show } from '../show/show.ts';

/** Shows and episodes as words for other programs; their names are kept from release to release (docs/moving.md). */

export const wordsOfShow = (show: Show, feedUrl: string) => ({
  slug: show.slug,
  guid: show.guid,
  title: show.title,
  description: show.description,
  author: show.author,
  email: show.email,
  language: show.language,
  category: printCategory(show.category),
  explicit: show.explicit,
  link: show.link,
  feedUrl,
  movedTo: show.movedTo,
  recipe: show.recipe,
  details: show.details,
});

type SoundFile = Readonly<{ file: string; type: string; bytes: number; seconds: number; sha256: string }>;

export function wordsOfEpisode(facts: EpisodeFacts, sounds: readonly SoundFile[]) {
  const { episode, publication } = facts;
  const { slug, guid, title, notes, season, number, explicit, recipe, details, createdAt } = episode;
  return {
    ...{ slug, guid, title, state: stateOf(facts), publishedAt: publication?.publishedAt, createdAt },
    ...{ season, number, explicit, notes, recipe, details, sounds },
  };
}

export const printReadme = ({ title, guid, movedTo }: Show, episodes: number): string => `# ${title}

All that listeners get of this show, as Corridor has it: ${episodes} episodes, written with \`corridor export\`.

| Where | What |
| --- | --- |
| \`feed.xml\` | The feed as it was published last (RSS 2.0); missing where nothing is public. |
| \`show.json\` | What is said of the show; \`guid\` is its podcast:guid (${guid}) and has to stay. |
| \`cover.jpg\`, \`cover.png\` | The show's cover. |
| \`episodes/NAME/episode.json\` | What is said of an episode, with notes in Markdown; \`guid\` has to stay. |
| \`episodes/NAME/NAME.mp3\` | Its sound, in all the formats that listeners get; \`sounds\` in the JSON has size and SHA-256. |
| \`episodes/NAME/chapters.json\` | Chapters (podcast namespace, JSON chapters 1.2). |
| \`episodes/NAME/transcript.*\` | The transcript, in every format that it can be written in. |
| \`episodes/NAME/cover.*\` | The episode's own cover, where it has one. |
| \`episodes/NAME/certificate.json\` | What was proven of the sound. |

Recordings as they were uploaded are not here: they are in EPISODES_STORE.
${movedTo === undefined ? '' : `\nThe feed has moved to ${movedTo}\n`}`;
