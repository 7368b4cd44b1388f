/**
 * What a show or an episode can say of itself beyond what every feed needs. As a file it is JSON: `details-file.ts` reads
 * it, and `show-details-fields.ts` and `episode-details-fields.ts` say what may stand there. Nothing in it is needed.
 */
export type ShowDetails = Readonly<{
  type?: 'episodic' | 'serial';
  /** Behind the show's own, which is the one that counts. */
  secondCategory?: Readonly<{ main: string; sub?: string }>;
  /** The holder's name alone; without one, the author. */
  copyright?: string;
  /** Printed only while somebody has to reach the owner, e.g. to claim the show at Spotify. */
  owner?: Readonly<{ name: string; email: string }>;
  /** Whether other hosts are kept from importing the show; they are, unless this is false. */
  locked?: boolean;
  /** Address of whoever may unlock it. */
  lockedOwner?: string;
  medium?: Medium;
  txt?: readonly Txt[];
  people?: readonly Person[];
  locations?: readonly Location[];
  funding?: readonly Readonly<{ url: string; text: string }>[];
  updateFrequency?: UpdateFrequency;
  license?: License;
  podroll?: readonly RemoteShow[];
  seasons?: readonly Readonly<{ number: number; name: string }>[];
  /** No episode will follow. */
  complete?: boolean;
  /** Kept out of directories. */
  block?: boolean;
  /** WebSub hubs that are told of changes. */
  hubs?: readonly string[];
  /** Whether chapters stand in the feed, too, and not only in files beside it. */
  podloveChapters?: boolean;
}>;

export type EpisodeDetails = Readonly<{
  type?: EpisodeType;
  display?: EpisodeDisplay;
  people?: readonly Person[];
  locations?: readonly Location[];
  soundbites?: readonly Soundbite[];
  license?: License;
  txt?: readonly Txt[];
  social?: readonly Interaction[];
  /** Kept out of Apple's directory. */
  block?: boolean;
}>;

/** A trailer without numbers is the show's, with a season alone that season's (Apple, itunes:episodeType). */
export type EpisodeType = 'full' | 'trailer' | 'bonus';

/** How an episode is counted where a whole number is not enough: `3.5`, shown as `Interlude`. */
export type EpisodeDisplay = Readonly<{ number: number; text?: string }>;

/** Host, guest or other credited name. */
export type Person = Readonly<{
  name: string;
  /** Without one, host. */
  role?: string;
  /** Without one, cast. */
  group?: string;
  img?: string;
  href?: string;
}>;

export type Location = Readonly<{
  name: string;
  /** What the show is about, or where it is made. */
  rel?: 'subject' | 'creator';
  /** RFC 5870: `geo:53.55,9.99` */
  geo?: string;
  /** Kind (N, W, R) and number in OpenStreetMap. */
  osm?: string;
  /** ISO 3166-1, two letters. */
  country?: string;
}>;

/** A stretch worth hearing by itself, on the recording's own line of time: seconds. */
export type Soundbite = Readonly<{ from: number; seconds: number; title?: string }>;

/** Free text for machines, such as a proof of ownership. */
export type Txt = Readonly<{ text: string; purpose?: string }>;

/** A known licence by its name in small letters, or one of one's own with its address. */
export type License = Readonly<{ id: string; url?: string }>;

export type UpdateFrequency = Readonly<{
  text: string;
  /** RFC 5545, 3.3.10 */
  rrule?: string;
  complete?: boolean;
  /** ISO 8601 */
  dtstart?: string;
}>;

/** Another show, by its podcast:guid. */
export type RemoteShow = Readonly<{ feedGuid: string; feedUrl?: string; title?: string; medium?: Medium }>;

/** Where an episode is talked about. */
export type Interaction = Readonly<{
  protocol: Protocol;
  /** Needed by every protocol but `disabled`. */
  uri?: string;
  accountId?: string;
  accountUrl?: string;
  /** 1 comes first. */
  priority?: number;
}>;

/** Kinds of shows in the podcast namespace, each also as a list of such (`L`). */
export const media = [
  ...(['podcast', 'music', 'video', 'film', 'audiobook', 'newsletter', 'blog', 'publisher'] as const),
  ...(['course', 'mixed', 'podcastL', 'musicL', 'videoL', 'filmL', 'audiobookL', 'newsletterL'] as const),
  ...(['blogL', 'publisherL', 'courseL'] as const),
] as const;
export type Medium = (typeof media)[number];

/** Protocols of podcast:socialInteract (podcast namespace). */
export const protocols = [
  ...(['disabled', 'activitypub', 'twitter', 'lightning', 'atproto', 'hive', 'matrix'] as const),
  ...(['nostr', 'bluesky'] as const),
] as const;
export type Protocol = (typeof protocols)[number];
