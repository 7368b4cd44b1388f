import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openSqlite } from '../../src/sqlite.ts';
import { makeFolderOnce } from '../kept.ts';
import { makePicture } from '../sounds.ts';

/** The real program in a house of its own: stores, catalogue and scratch folder below one temporary folder. */
export type House = Readonly<{
  folder: string;
  /** A path in the house's drawer for files that people hand in. */
  file(name: string): string;
  /** Runs a command to its end. */
  run(words: readonly string[], settings?: Environment): Promise<Outcome>;
  /** Starts a command; `told()` is what it has written to stderr so far. */
  start(words: readonly string[], settings?: Environment): Running;
  /** The published feed of “Night Shift”. */
  feed(): string;
  /** Keys in the public store. */
  publicKeys(): readonly string[];
  /** Everything in the private store but the catalogue. */
  privateKeys(): readonly string[];
  /** What work left in the scratch folder. */
  scratch(): readonly string[];
  /** All that there is: keys in both stores, files in the scratch folder, rows of the catalogue. */
  content(): Content;
  remove(): void;
}>;

type Row = Readonly<Record<string, unknown>>;
export type Content = Readonly<{
  public: readonly string[];
  private: readonly string[];
  scratch: readonly string[];
  shows: readonly Row[];
  episodes: readonly Row[];
}>;

export type Environment = Readonly<Record<string, string>>;
export type Outcome = Readonly<{ exit: number | null; stdout: string; stderr: string }>;
export type Running = Readonly<{
  child: ChildProcess;
  ended: Promise<Outcome>;
  told(): string;
  answered(): string;
}>;

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** The built program where it is newer than all it is made of, since it starts in half the time; else the source. */
const program = isFresh(join(root, 'dist/cli/main.js'))
  ? [join(root, 'dist/cli/main.js')]
  : ['--import', import.meta.resolve('tsx'), join(root, 'src/cli/main.ts')];

function isFresh(built: string): boolean {
  if (!existsSync(built)) return false;
  const builtAt = statSync(built).mtimeMs;
  return filesIn(join(root, 'src')).every((path) => statSync(join(root, 'src', path)).mtimeMs < builtAt);
}

export const sample = (name: string): string => join(root, 'episodes/sample', name);

export function openHouse(settings: Environment = {}): House {
  const folder = mkdtempSync(join(tmpdir(), 'corridor-house-'));
  for (const name of ['episodes', 'feed', 'scratch', 'drawer']) mkdirSync(join(folder, name));
  return houseIn(folder, settings);
}

/** A house with the show “Night Shift”: set up by the program once in a run, and copied from then on. */
export async function openHouseWithShow(settings: Environment = {}): Promise<House> {
  const folder = mkdtempSync(join(tmpdir(), 'corridor-house-'));
  await makeFolderOnce(folder, ['house', ...program], async (path) => {
    const first = openHouse();
    await createShow(first);
    renameSync(first.folder, path);
  });
  return houseIn(folder, settings);
}

/** The same house in another place: its stores, its catalogue, and what its programs left behind. */
export function copyHouse({ folder }: House): House {
  const copy = mkdtempSync(join(tmpdir(), 'corridor-house-'));
  cpSync(folder, copy, { recursive: true });
  return houseIn(copy);
}

function houseIn(folder: string, settings: Environment = {}): House {
  const environment = { ...homeOf(folder), ...settings };
  const children: ChildProcess[] = [];
  const start = (words: readonly string[], more: Environment = {}): Running => {
    // The source knows its JSX only from here: the program runs in another folder.
    const source = { TSX_TSCONFIG_PATH: join(root, 'tsconfig.json') };
    const env = { ...process.env, ...source, ...environment, ...more };
    const child = spawn(process.execPath, [...program, ...words], {
      cwd: folder,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    children.push(child);
    return follow(child);
  };
  const publicKeys = () => objectsIn(join(folder, 'feed'));
  const privateKeys = () => objectsIn(join(folder, 'episodes'));
  const scratch = () => filesIn(join(folder, 'scratch'));
  return {
    folder,
    file: (name) => join(folder, 'drawer', name),
    start,
    run: (words, more) => start(words, more).ended,
    feed: () => readFileSync(join(folder, 'feed/night-shift/feed.xml'), 'utf8'),
    publicKeys,
    privateKeys,
    scratch,
    content: () => ({
      ...{ public: publicKeys(), private: privateKeys(), scratch: scratch() },
      ...rowsIn(join(folder, 'episodes/catalogue.db')),
    }),
    remove: () => {
      for (const child of children) child.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const homeOf = (folder: string): Environment => ({
  EPISODES_STORE: `file:${join(folder, 'episodes')}`,
  FEED_STORE: `file:${join(folder, 'feed')}`,
  CATALOGUE: join(folder, 'episodes/catalogue.db'),
  SCRATCH_DIR: join(folder, 'scratch'),
  PUBLIC_URL: 'https://podcast.example.com/feed',
  PORT: '0',
  RETRY_AFTER: '0.2',
  NO_COLOR: '1',
});

function follow(child: ChildProcess): Running {
  let [stdout, stderr] = ['', ''];
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = once(child, 'close').then(() => ({ exit: child.exitCode, stdout, stderr }));
  return { child, ended, told: () => stderr, answered: () => stdout };
}

/** Objects of a folder's store: not the catalogue beside them, nor what the store notes down for itself. */
const objectsIn = (folder: string): string[] =>
  filesIn(folder).filter((key) => !key.startsWith('.') && !key.startsWith('catalogue.db'));

/** Read here, since the program takes a second to start. */
function rowsIn(catalogue: string): Pick<Content, 'shows' | 'episodes'> {
  const file = openSqlite(catalogue);
  const rows = (table: string) => file.prepare<[], Row>(`SELECT * FROM ${table} ORDER BY id`).all();
  const content = { shows: rows('shows'), episodes: rows('episodes') };
  file.close();
  return content;
}

function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

/** The words that set up a show, with a cover that fits. */
export async function showWords(house: House, title = 'Night Shift'): Promise<string[]> {
  const cover = await makePicture(house.file(`${title}.jpg`));
  return [
    ...['show', 'create', '--title', title, '--author', 'Corridor', '--email', 'podcast@example.com'],
    ...['--category', 'Technology', '--language', 'en', '--description', 'What happens at night.'],
    ...['--cover', cover],
  ];
}

export async function createShow(house: House, title?: string): Promise<void> {
  const { exit, stderr } = await house.run(await showWords(house, title));
  if (exit !== 0) throw new Error(`No show: ${stderr}`);
}

export type Fault = Readonly<{ error: { code: string; message: string; hint: string } }>;

/** What `publish --json` and `episode … --json` answer. */
export type Told = Readonly<{
  state: string;
  known?: boolean;
  episode: { slug: string; guid: string; title: string };
  feedUrl: string;
  pageUrl?: string;
  enclosure: { url?: string; bytes: number; duration: number; key: string; type: string };
  loudness: Record<'before' | 'after', { integrated: number; range: number; truePeak: number }>;
  remarks: string[];
}>;

/** The one JSON document on stdout. */
export const documentOf = <T>({ stdout }: Outcome): T => JSON.parse(stdout) as T;

export async function publishJson(
  house: House,
  words: readonly string[],
  settings?: Environment,
): Promise<Told> {
  const outcome = await house.run(['publish', ...words, '--json'], settings);
  if (outcome.exit !== 0) throw new Error(`Not published: ${outcome.stdout}${outcome.stderr}`);
  return documentOf<Told>(outcome);
}

export async function episodesOf(house: House): Promise<readonly Told[]> {
  return documentOf<{ episodes: Told[] }>(await house.run(['episode', 'list', '--json'])).episodes;
}
