/** What a show can say of itself beyond what every feed needs. */
export type ShowDetails = Readonly<Record<string, never>>;

/** What an episode can say of itself beyond what every item needs. */
export type EpisodeDetails = Readonly<Record<string, never>>;
