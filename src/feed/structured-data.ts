import type { Show } from '../show/show.ts';

/** What search engines read of a page: schema.org in JSON-LD. */
type ShowFacts = Readonly<{
  title: string;
  author: string;
  summary: string;
  url: string;
  imageUrl: string;
  feedUrl: string;
}>;

type EpisodeFacts = Readonly<{
  title: string;
  summary: string;
  url: string;
  imageUrl: string;
  number: number | undefined;
  seconds: number;
  date: Readonly<{ machine: string }>;
  audio: Readonly<{ url: string; type: string }>;
}>;

export const describeShow = (show: Show, facts: ShowFacts): object => ({
  '@context': 'https://schema.org',
  ...series(facts),
  description: facts.summary,
  image: facts.imageUrl,
  inLanguage: show.language,
  author: { '@type': 'Organization', name: facts.author },
});

export const describeEpisode = (show: ShowFacts, episode: EpisodeFacts): object => ({
  '@context': 'https://schema.org',
  '@type': 'PodcastEpisode',
  name: episode.title,
  description: episode.summary,
  url: episode.url,
  image: episode.imageUrl,
  datePublished: episode.date.machine,
  timeRequired: `PT${episode.seconds}S`,
  episodeNumber: episode.number,
  associatedMedia: {
    '@type': 'AudioObject',
    contentUrl: episode.audio.url,
    encodingFormat: episode.audio.type,
    duration: `PT${episode.seconds}S`,
  },
  partOfSeries: series(show),
});

const series = ({ title, url, feedUrl }: ShowFacts): object => ({
  '@type': 'PodcastSeries',
  name: title,
  url,
  webFeed: feedUrl,
});
