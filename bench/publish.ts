import { join } from 'node:path';
import { type Catalogue, openCatalogue } from '../src/catalogue/catalogue.ts';
import { composeFeed } from '../src/feed/document.ts';
import { printRss } from '../src/feed/rss.ts';
import { feedKey } from '../src/show/keys.ts';
import type { Show } from '../src/show/show.ts';
import { openLocalStore } from '../src/store/local.ts';
import { readEntries } from '../src/studio/feed-contents.ts';
import { addressIn, joinFeed } from '../src/studio/feed-writing.ts';
import { createShow, type House, openHouse } from '../test/cli/program.ts';
import { type Figures, inSeconds, medianOf } from './figures.ts';
import { furnishShow } from './furnishing.ts';
import { seedPublication } from './publish-house.ts';

const EPISODES = 5_000;
const RUNS = 11;
const PROMISED = { feed: 300, check: 3_000 };

/** Five thousand episodes from the catalogue's file to the bytes of `feed.xml`, and the check of that file. */
export async function benchLongFeed(): Promise<Figures> {
  const house = openHouse();
  await createShow(house);
  const catalogue = openCatalogue(join(house.folder, 'episodes/catalogue.db'));
  try {
    const show = await furnish(house, catalogue);
    const make = () => printNow(house, catalogue, show);
    const bytes = make().byteLength;
    const feed = await medianOf(RUNS, make);
    const anew = await medianOf(3, () => printAnew(house, catalogue, show));
    const whole = await medianOf(3, () => catalogue.episodes.published(show.id));
    const check = await medianOf(3, () => checkFile(house, show));
    const start = await medianOf(3, () => house.run(['--version']));
    return {
      rows: [
        [`${EPISODES} episodes`, 'median', 'bytes'],
        ['catalogue to feed.xml', `${feed.toFixed(0)} ms`, String(bytes)],
        ['the same, every item printed anew', `${anew.toFixed(0)} ms`, ''],
        ['reading all rows alone', `${whole.toFixed(0)} ms`, ''],
        ['corridor feed check feed.xml', inSeconds(check), ''],
        ['corridor --version', inSeconds(start), ''],
      ],
      remarks: [
        `Notes of 1 kB; median of ${RUNS} runs in one process, and of 3 runs of the program from start to end.`,
      ],
      promises: [
        { says: `feed: under ${PROMISED.feed} ms`, kept: feed < PROMISED.feed },
        { says: `feed check: under ${inSeconds(PROMISED.check)}`, kept: check < PROMISED.check },
      ],
    };
  } finally {
    catalogue.close();
    house.remove();
  }
}

const storeIn = ({ folder }: House) =>
  openLocalStore({
    folder: join(folder, 'feed'),
    address: 'file:./feed',
    publicBase: 'https://podcast.example.com/feed',
  });

async function furnish(house: House, catalogue: Catalogue): Promise<Show> {
  const [show] = catalogue.shows.list();
  if (!show) throw new Error('There is no show.');
  furnishShow(catalogue, show, EPISODES, 28_800_000);
  await seedPublication(catalogue, show, storeIn(house));
  return show;
}

function printNow(house: House, catalogue: Catalogue, show: Show): Buffer {
  const rooms = { publicStore: storeIn(house) };
  const entries = readEntries(catalogue, show, { address: addressIn(rooms), now: new Date() });
  return joinFeed(rooms, show, entries);
}

const printAnew = (house: House, catalogue: Catalogue, show: Show): Buffer =>
  Buffer.from(
    printRss(
      composeFeed(show, catalogue.episodes.published(show.id), addressIn({ publicStore: storeIn(house) })),
    ),
  );

async function checkFile(house: House, show: Show): Promise<void> {
  const { exit, stdout, stderr } = await house.run([
    'feed',
    'check',
    join(house.folder, 'feed', feedKey(show)),
  ]);
  if (exit !== 0) throw new Error(`${stdout}${stderr}`);
}
