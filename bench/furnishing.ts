import { createHash, randomUUID } from 'node:crypto';
import type { Catalogue } from '../src/catalogue/catalogue.ts';
import type { Master } from '../src/show/episode.ts';
import type { Show } from '../src/show/show.ts';

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
const BIRTH = Date.UTC(2020, 0, 1);
const DAY = 24 * 3_600_000;
const WEEK = 7 * DAY;

/** A show with so many published episodes, in a catalogue that is empty. */
export function furnishCatalogue(catalogue: Catalogue, episodes: number): Show {
  return catalogue.together(() => {
    const show = addShow(catalogue);
    for (let at = 0; at < episodes; at++) addEpisode(catalogue, show, { at, moment: BIRTH + at * WEEK });
    return show;
  });
}

/** The same in a show that is there: an episode a day, up to yesterday, all with a sound of so many bytes. */
export function furnishShow(catalogue: Catalogue, show: Show, episodes: number, bytes: number): void {
  const first = Date.now() - episodes * DAY;
  catalogue.together(() => {
    for (let at = 0; at < episodes; at++)
      addEpisode(catalogue, show, { at, moment: first + at * DAY, bytes });
  });
}

const addShow = ({ shows }: Catalogue): Show =>
  shows.add({
    slug: 'many-nights',
    guid: randomUUID(),
    title: 'Many Nights',
    description: 'A show that has gone on for a long time.',
    author: 'Corridor',
    email: 'podcast@example.com',
    language: 'en',
    category: { main: 'Technology' },
    explicit: false,
    intros: [],
    outros: [],
    cover: {
      key: 'covers/c.jpg',
      sha256: hashOf('cover'),
      bytes: 120_000,
      mediaType: 'image/jpeg',
      side: 1600,
    },
    createdAt: new Date(BIRTH),
  });

type Place = Readonly<{ at: number; moment: number; bytes?: number }>;

function addEpisode(catalogue: Catalogue, show: Show, { at, moment: when, bytes }: Place): void {
  const moment = new Date(when);
  const sha256 = hashOf(`recording ${at}`);
  const key = `originals/${sha256}.wav`;
  catalogue.recordings.add({ sha256, key, bytes: 300_000_000, name: `night-${at}.wav`, receivedAt: moment });
  const { episode } = catalogue.episodes.add({
    showId: show.id,
    slug: `night-${at}`,
    guid: randomUUID(),
    title: `Night ${at}: what the shift saw & heard`,
    notes: notesOf(at),
    chapters: [0, 300, 900, 1500].map((start) => ({ start, title: `Part at ${start}` })),
    number: at + 1,
    explicit: false,
    recording: sha256,
    wish: 'public',
    createdAt: moment,
  });
  const master = masterOf(at, bytes);
  catalogue.episodes.finish(episode.id, { master });
  const enclosureKey = `${show.slug}/night-${at}/night-${at}-0123456789ab.mp3`;
  const companions = { chaptersKey: `${show.slug}/night-${at}/chapters-0123456789ab.json` };
  const dates = { publishedAt: moment, changedAt: moment };
  catalogue.episodes.publish(episode.id, { ...dates, master, enclosureKey, ...companions });
}

const masterOf = (at: number, bytes = 28_800_000 + at): Master => ({
  enclosure: {
    key: `masters/${at}.mp3`,
    sha256: hashOf(`master ${at}`),
    bytes,
    seconds: 1800 + at,
    mediaType: 'audio/mpeg',
  },
  before: { integrated: -23.4, range: 12.5, truePeak: -0.4 },
  after: { integrated: -16, range: 3.1, truePeak: -1.6 },
  talkStartsAt: 5,
  remarks: [],
});

/** About a kilobyte of Markdown with all that notes usually hold. */
const notesOf = (at: number): string =>
  [
    `# Night ${at}`,
    'Ruth and Jonas on **what the report does not say**, and why <nobody> asks. At 05:00 the *screwdriver*.',
    '',
    '- The bearing at 15:00 & the bolt beside it',
    '- [The manual](https://example.com/manual?page=12&part=b), chapter four',
    '',
    'What else was said in the corridor that night, told as it was remembered the morning after. '.repeat(8),
  ].join('\n');
