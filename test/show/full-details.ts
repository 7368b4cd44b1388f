/** Details with every field set, as people would write them into their files. */
export const fullShow = {
  type: 'serial',
  secondCategory: 'Technology',
  copyright: 'Nordlicht Works eG',
  owner: { name: 'Nordlicht Works', email: 'claims@nordlicht.example' },
  locked: false,
  lockedOwner: 'unlock@nordlicht.example',
  medium: 'podcast',
  people: [
    { name: 'Anna Ahrens', href: 'https://nordlicht.example/anna' },
    { name: 'Carl', role: 'producer', group: 'writing', img: 'https://nordlicht.example/c.jpg' },
  ],
  locations: [{ name: 'Hamburg', rel: 'creator', geo: 'geo:53.55,9.99', osm: 'R62782', country: 'DE' }],
  seasons: [{ number: 1, name: 'The beginning' }],
  funding: [{ url: 'https://nordlicht.example/give?a=1&b=2', text: 'Give' }],
  updateFrequency: {
    text: 'Every Tuesday & sometimes more',
    rrule: 'FREQ=WEEKLY;BYDAY=TU',
    complete: false,
    dtstart: '2026-03-03',
  },
  license: { id: 'cc-by-4.0' },
  podroll: [
    {
      feedGuid: '9b024349-ccf0-5f69-a609-6b82873eab3c',
      feedUrl: 'https://podnews.net/rss',
      title: 'Podnews',
      medium: 'podcast',
    },
  ],
  txt: [
    { text: 'nordlicht-4711', purpose: 'verify' },
    { text: 'false', purpose: 'ai-content' },
  ],
  podloveChapters: true,
  hubs: ['https://hub.example/'],
  complete: true,
  block: true,
};

export const fullEpisode = {
  type: 'bonus',
  display: { number: 1.5, text: 'Interlude' },
  people: [{ name: 'Ben', role: 'guest', href: 'https://nordlicht.example/ben' }],
  locations: [{ name: 'The night train', rel: 'subject' }],
  soundbites: [{ from: 60, seconds: 30, title: 'What was decided' }],
  license: { id: 'House rules', url: 'https://nordlicht.example/licence' },
  txt: [{ text: 'true', purpose: 'ai-content' }],
  social: [
    {
      protocol: 'activitypub',
      uri: 'https://social.example/@talk/1',
      accountId: '@talk',
      accountUrl: 'https://social.example/@talk',
      priority: 1,
    },
  ],
  block: true,
};
