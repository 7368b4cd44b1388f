import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCatalogue } from '../src/catalogue/catalogue.ts';
import { composeFeed } from '../src/feed/document.ts';
import { printRss } from '../src/feed/rss.ts';
import { type Figures, medianOf } from './figures.ts';
import { furnishCatalogue } from './furnishing.ts';

const EPISODES = 1_000;
const PROMISED_MILLISECONDS = 200;
const RUNS = 21;

/** A thousand episodes from the catalogue's file to the feed's text, beside printing the same rows as JSON. */
export async function benchFeed(): Promise<Figures> {
  const folder = await mkdtemp(join(tmpdir(), 'corridor-bench-'));
  const catalogue = openCatalogue(join(folder, 'catalogue.db'));
  try {
    const show = furnishCatalogue(catalogue, EPISODES);
    const read = () => catalogue.episodes.published(show.id);
    const address = (key: string) => `https://podcast.example.com/feed/${key}`;
    const print = () => printRss(composeFeed(show, read(), address));
    const feed = await medianOf(RUNS, print);
    const json = await medianOf(RUNS, () => JSON.stringify(read()));
    const rows = await medianOf(RUNS, read);
    return {
      rows: [
        ['what', 'median', 'bytes'],
        ['catalogue to feed.xml', `${feed.toFixed(1)} ms`, String(Buffer.byteLength(print()))],
        [
          'the same rows, JSON.stringify',
          `${json.toFixed(1)} ms`,
          String(Buffer.byteLength(JSON.stringify(read()))),
        ],
        ['reading the rows alone', `${rows.toFixed(1)} ms`, ''],
      ],
      remarks: [`${EPISODES} episodes with notes of 1 kB, median of ${RUNS} runs.`],
      promises: [{ says: `under ${PROMISED_MILLISECONDS} ms`, kept: feed < PROMISED_MILLISECONDS }],
    };
  } finally {
    catalogue.close();
    rmSync(folder, { recursive: true });
  }
}
