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
  number: number | string | undefined;
  seconds: number;
  date: Readonly<{ machine: string }>;
  downloads: readonly Download[];
  people: readonly Readonly<{ name: string; url?: string | undefined }>[];
}>;

type Download = Readonly<{
  url: string;
  type: string;
  bytes: number;
  /** kbit/s, on average */
  bitrate: number;
  sha256: string;
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
  associatedMedia: episode.downloads.map((download) => describeDownload(download, episode.seconds)),
  ...(episode.people.length > 0 ? { contributor: episode.people.map(describePerson) } : {}),
  partOfSeries: series(show),
});

const describePerson = ({ name, url }: EpisodeFacts['people'][number]): object => ({
  '@type': 'Person',
  name,
  url,
});

const describeDownload = ({ url, type, bytes, bitrate, sha256 }: Download, seconds: number): object => ({
  '@type': 'AudioObject',
  contentUrl: url,
  encodingFormat: type,
  contentSize: String(bytes),
  bitrate: `${bitrate} kbit/s`,
  duration: `PT${seconds}S`,
  sha256,
});

const series = ({ title, url, feedUrl }: ShowFacts): object => ({
  '@type': 'PodcastSeries',
  name: title,
  url,
  webFeed: feedUrl,
});
