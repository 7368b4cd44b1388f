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

/** Reads the templates for listeners' pages, and what these pages load. @throws CorridorError settings-invalid */
export async function readTemplates(): Promise<Templates> {
  const templates = await readFiles(
    join(templatesFolder, 'site'),
    (name, bytes) => [name, String(bytes)] as const,
  );
  const files = await readFiles(join(templatesFolder, 'assets'), (name, bytes) => ({
    name,
    bytes,
    contentType: contentTypes[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream',
  }));
  return { site: openSite(Object.fromEntries(templates)), files };
}

async function readFiles<T>(from: string, read: (name: string, bytes: Buffer) => T): Promise<T[]> {
  const names = (await readdir(from)).filter((name) => !name.startsWith('.')).sort();
  return Promise.all(names.map(async (name) => read(name, await readFile(join(from, name)))));
}
