import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openCatalogue } from '../src/catalogue/catalogue.ts';
import { feedKey } from '../src/show/keys.ts';
import { openLocalStore } from '../src/store/local.ts';
import { createShow, type House, openHouse, root } from '../test/cli/program.ts';
import { absentPrograms, endServer, freePort, runTool, startServer } from '../test/services/processes.ts';
import { until } from '../test/waiting.ts';
import type { Figures } from './figures.ts';
import { furnishShow } from './furnishing.ts';
import { seedPublication } from './publish-house.ts';
import type { Answered, Load } from './publish-load.ts';

const EPISODES = 300;
const SOUND_BYTES = 30_000_000;
const CONNECTIONS = 8;
const MILLISECONDS = 3_000;
const ROUNDS = 3;
const PROMISED = 1 / 4;

type Site = Readonly<{ name: string; base: string }>;
type Question = Readonly<{ name: string; path: string; status: number; rangesOf?: number }> &
  Readonly<{ headersOf(site: Site): Promise<Load['headers']> }>;

/** Requests a second that `corridor serve` answers with feed and sound, beside nginx on the very same files. */
export async function benchServing(): Promise<Figures> {
  const absent = absentPrograms(['nginx', 'setpriv']);
  if (absent.length > 0)
    return {
      rows: [['left out']],
      remarks: [`There is no ${absent.join(', ')}: apt-get install nginx-light.`],
      promises: [],
    };
  const house = openHouse();
  try {
    const questions = await furnish(house);
    const port = await freePort();
    const nginx = startNginx(house, port);
    try {
      const corridor = { name: 'corridor serve', base: `${await startCorridor(house)}/feed` };
      const other = { name: 'nginx', base: `http://127.0.0.1:${port}` };
      await until(async () => (await fetch(`${other.base}/sitemap.xml`)).ok, { timeout: 10_000 });
      return tell(await measureAll(questions, [corridor, other]));
    } finally {
      await endServer(nginx);
    }
  } finally {
    house.remove();
  }
}

async function furnish(house: House): Promise<readonly Question[]> {
  await createShow(house);
  const folder = join(house.folder, 'feed');
  const store = openLocalStore({
    folder,
    address: 'file:./feed',
    publicBase: 'https://podcast.example.com/feed',
  });
  const catalogue = openCatalogue(join(house.folder, 'episodes/catalogue.db'));
  try {
    const [show] = catalogue.shows.list();
    if (!show) throw new Error('There is no show.');
    furnishShow(catalogue, show, EPISODES, SOUND_BYTES);
    await seedPublication(catalogue, show, store);
    await store.put('sitemap.xml', Buffer.from('<urlset/>'), {
      contentType: 'application/xml; charset=utf-8',
    });
    await store.put('talk.mp3', randomBytes(SOUND_BYTES), { contentType: 'audio/mpeg' });
    return questionsOn(`/${feedKey(show)}`);
  } finally {
    catalogue.close();
  }
}

const zipped = { 'accept-encoding': 'gzip' };

const questionsOn = (feed: string): readonly Question[] => [
  { name: 'the feed, gzip', path: feed, status: 200, headersOf: async () => zipped },
  {
    name: 'the feed, not modified',
    path: feed,
    status: 304,
    headersOf: async ({ base }) => {
      const { headers } = await fetch(base + feed, { headers: zipped });
      return { ...zipped, 'if-none-match': headers.get('etag') ?? '' };
    },
  },
  {
    name: '64 KiB of a sound',
    path: '/talk.mp3',
    status: 206,
    rangesOf: SOUND_BYTES,
    headersOf: async () => ({}),
  },
];

async function startCorridor(house: House): Promise<string> {
  const running = house.start(['serve', '--json'], { LOG_LEVEL: 'silent' });
  await until(() => running.answered().trim().endsWith('}'), { timeout: 30_000 });
  const { address } = JSON.parse(running.answered()) as { address: string };
  return address.replace(/\/$/, '');
}

/** One process, since Corridor serves from one, as whoever runs this, and gzip as hard as Node's own. */
function startNginx(house: House, port: number) {
  const folder = house.file('nginx');
  mkdirSync(folder);
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  const conf = `
    master_process off; daemon off; pid ${folder}/pid; error_log ${folder}/error.log;
    events { worker_connections 256; }
    http {
      ${temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join(' ')}
      access_log off; sendfile on; keepalive_requests 1000000;
      types { application/rss+xml xml; audio/mpeg mp3; }
      gzip on; gzip_comp_level 6; gzip_types application/rss+xml; gzip_vary on;
      server { listen 127.0.0.1:${port}; root ${house.folder}/feed; }
    }`;
  writeFileSync(join(folder, 'nginx.conf'), conf);
  return startServer('nginx', ['-p', folder, '-c', join(folder, 'nginx.conf')], join(folder, 'out.log'));
}

type Rates = Readonly<{ question: Question; rates: ReadonlyMap<Site, number> }>;

/** In turns, so that a disturbance meets both. */
async function measureAll(questions: readonly Question[], sites: readonly Site[]): Promise<readonly Rates[]> {
  const all: Rates[] = [];
  for (const question of questions) {
    const rounds = new Map<Site, number[]>(sites.map((site) => [site, []]));
    for (let round = 0; round < ROUNDS; round++)
      for (const [site, rates] of rounds) rates.push(await measure(site, question));
    all.push({ question, rates: new Map([...rounds].map(([site, rates]) => [site, middleOf(rates)])) });
  }
  return all;
}

const middleOf = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const generator = fileURLToPath(new URL('publish-load.ts', import.meta.url));

async function measure(site: Site, { path, status, rangesOf, headersOf }: Question): Promise<number> {
  const load: Load = {
    url: site.base + path,
    headers: await headersOf(site),
    status,
    ...(rangesOf === undefined ? {} : { rangesOf }),
    connections: CONNECTIONS,
    milliseconds: MILLISECONDS,
  };
  const words = ['--import', 'tsx', generator, JSON.stringify(load)];
  const { stdout } = await runTool(process.execPath, words, { cwd: root });
  const { requests, milliseconds } = JSON.parse(stdout) as Answered;
  return (requests / milliseconds) * 1000;
}

function tell(measured: readonly Rates[]): Figures {
  const rows = measured.map(({ question, rates }) => {
    const [own = 0, other = 0] = rates.values();
    return { name: question.name, own, other, share: own / other };
  });
  const rate = (value: number) => `${value.toFixed(0)}/s`;
  return {
    rows: [
      ['requests answered', 'corridor serve', 'nginx', 'share'],
      ...rows.map(({ name, own, other, share }) => [
        name,
        rate(own),
        rate(other),
        `${(share * 100).toFixed(0)} %`,
      ]),
    ],
    remarks: [
      `A feed of ${EPISODES} episodes, a sound of 30 MB; ${CONNECTIONS} connections that stay open, median of ${ROUNDS} rounds of ${MILLISECONDS / 1000} s in turns.`,
      'nginx as one process, sendfile, and `gzip on` at level 6, which is also Node’s; nothing is compressed beforehand.',
    ],
    promises: rows.map(({ name, share }) => ({
      says: `${name}: at least a quarter of nginx`,
      kept: share >= PROMISED,
    })),
  };
}
