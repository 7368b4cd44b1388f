import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openSite, type Site } from '../feed/site.ts';

/** A file that listeners' pages load. */
export type SiteFile = Readonly<{ name: string; bytes: Buffer; contentType: string }>;
export type Templates = Readonly<{ site: Site; files: readonly SiteFile[] }>;

/** `templates/` of the package: what users may change. */
export const templatesFolder = fileURLToPath(new URL('../../templates', import.meta.url));

const contentTypes: Record<string, string> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
};

/**
 * Reads the templates and messages for listeners' pages, and what these pages load.
 * @throws CorridorError settings-invalid
 */
export async function readTemplates(): Promise<Templates> {
  const [templates, messages] = await Promise.all([readTexts('site'), readTexts('messages')]);
  const files = await readFiles(join(templatesFolder, 'assets'), (name, bytes) => ({
    name,
    bytes,
    contentType: contentTypes[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream',
  }));
  return { site: openSite(templates, messages), files };
}

/** The texts of a folder by their file names. */
async function readTexts(folder: string): Promise<Readonly<Record<string, string>>> {
  const texts = await readFiles(
    join(templatesFolder, folder),
    (name, bytes) => [name, String(bytes)] as const,
  );
  return Object.fromEntries(texts);
}

async function readFiles<T>(from: string, read: (name: string, bytes: Buffer) => T): Promise<T[]> {
  const names = (await readdir(from)).filter((name) => !name.startsWith('.')).sort();
  return Promise.all(names.map(async (name) => read(name, await readFile(join(from, name)))));
}
