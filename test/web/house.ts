import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSettings } from '../../src/config.ts';
import { openStudio } from '../../src/studio/open.ts';
import type { Studio } from '../../src/studio/studio.ts';
import { openServer } from '../../src/web/server.ts';
import { bundledProgram } from '../bundled.ts';
import { makeSpeech } from '../sounds.ts';

/** The real studio behind the real server, in a folder of its own. */
export type WebHouse = Readonly<{
  folder: string;
  studio: Studio;
  port: number;
  at(path: string): string;
  ask(path: string, init?: RequestInit): Promise<Response>;
  /** Hands in a form of the upload; pairs, so that their order is the test's. */
  upload(parts: readonly Part[], path?: string, init?: RequestInit): Promise<Response>;
  /** What lies in scratch and in the private store's originals. */
  leftovers(): readonly string[];
  close(): Promise<void>;
}>;

export type Part = readonly [name: string, value: string | File];

export async function openWebHouse(settings: Record<string, string> = {}): Promise<WebHouse> {
  const folder = mkdtempSync(join(tmpdir(), 'corridor-web-'));
  const read = readSettings({ ...homeOf(folder), ...settings });
  const studio = await openStudio(read);
  const server = await openServer(studio, read);
  const at = (path: string) => `http://127.0.0.1:${server.port}${path}`;
  const ask = (path: string, init: RequestInit = {}) => fetch(at(path), { redirect: 'manual', ...init });
  return {
    folder,
    studio,
    port: server.port,
    at,
    ask,
    upload: (parts, path = '/api/shows/talks/episodes', init = {}) =>
      ask(path, { method: 'POST', body: formOf(parts), ...init }),
    leftovers: () => [...filesIn(folder, 'scratch'), ...filesIn(folder, 'episodes/originals')],
    close: async () => {
      await server.close();
      await studio.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const homeOf = (folder: string): Record<string, string> => ({
  EPISODES_STORE: `file:${join(folder, 'episodes')}`,
  FEED_STORE: `file:${join(folder, 'feed')}`,
  CATALOGUE: join(folder, 'episodes/catalogue.db'),
  SCRATCH_DIR: join(folder, 'scratch'),
  PUBLIC_URL: 'http://localhost:8080/feed',
  PORT: '0',
  LOG_LEVEL: 'silent',
  DISK_RESERVE: '0',
  FFMPEG_PATH: bundledProgram,
});

function filesIn(folder: string, name: string): string[] {
  try {
    return readdirSync(join(folder, name), { recursive: true }).map((file) => `${name}/${String(file)}`);
  } catch {
    return [];
  }
}

function formOf(parts: readonly Part[]): FormData {
  const form = new FormData();
  for (const [name, value] of parts) form.append(name, value);
  return form;
}

export const talks = {
  title: 'Talks',
  author: 'Corridor',
  email: 'podcast@example.com',
  category: 'Technology',
  language: 'en',
  slug: 'talks',
} as const;

export async function speechOf(folder: string, seed = 1): Promise<Buffer<ArrayBuffer>> {
  const bytes = await readFile(await makeSpeech(join(folder, `speech-${seed}.wav`), { seconds: 3, seed }));
  return Buffer.from(bytes);
}

export const soundFile = (bytes: Buffer<ArrayBuffer>, name = 'talk.wav'): File =>
  new File([bytes], name, { type: 'audio/wav' });

export const codeOf = async (response: Response): Promise<string> =>
  ((await response.json()) as { error: { code: string } }).error.code;
