/** The few words of the listeners' pages that are not the show's own. Another language is another column here. */
const english = {
  podcasts: 'Podcasts',
  allPodcasts: 'All podcasts',
  by: 'by',
  explicit: 'Explicit',
  latest: 'Latest episode',
  earlier: 'Earlier episodes',
  none: 'The first episode is on its way.',
  season: 'Season',
  episode: 'Episode',
  listen: 'Listen',
  download: 'Download',
  chapters: 'Chapters',
  notes: 'Show notes',
  subscribe: 'Subscribe',
  howTo:
    'Every new episode, in the app you already use. Paste this address where it asks for a show or a feed:',
  feedAddress: 'Address of the feed',
  copy: 'Copy',
  copied: 'Copied',
  openInApp: 'Open in a podcast app',
  website: 'Website',
  speed: 'Speed',
  back: 'Back 15 seconds',
  ahead: 'Ahead 30 seconds',
  skip: 'Skip to content',
};

export type Words = Readonly<typeof english>;

const german: Words = {
  podcasts: 'Podcasts',
  allPodcasts: 'Alle Podcasts',
  by: 'von',
  explicit: 'Nicht jugendfrei',
  latest: 'Neueste Folge',
  earlier: 'Frühere Folgen',
  none: 'Die erste Folge ist unterwegs.',
  season: 'Staffel',
  episode: 'Folge',
  listen: 'Anhören',
  download: 'Herunterladen',
  chapters: 'Kapitel',
  notes: 'Notizen zur Folge',
  subscribe: 'Abonnieren',
  howTo: 'Jede neue Folge in der gewohnten App. Dort als Adresse eines Podcasts oder Feeds einfügen:',
  feedAddress: 'Adresse des Feeds',
  copy: 'Kopieren',
  copied: 'Kopiert',
  openInApp: 'In einer Podcast-App öffnen',
  website: 'Website',
  speed: 'Tempo',
  back: '15 Sekunden zurück',
  ahead: '30 Sekunden vor',
  skip: 'Zum Inhalt',
};

/** A page's words in a show's language (`de`, `en-us`); English where there is no column. */
export const wordsFor = (language: string): Words => (/^de\b/i.test(language) ? german : english);
