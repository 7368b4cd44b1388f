import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { CorridorError } from '../errors.ts';
import { masteredChapters } from '../show/chapters/mastered.ts';
import { printChaptersJson } from '../show/chapters/printing.ts';
import { downloadsOf, type EpisodeFacts, type Master } from '../show/episode.ts';
import { namingOf } from '../show/formats.ts';
import { feedKey } from '../show/keys.ts';
import type { Picture } from '../show/picture.ts';
import { formatsFor, printTranscript, transcriptNamings } from '../show/transcript/formats.ts';
import { hasFeed } from './completeness.ts';
import { type Crate, openCrate } from './crate.ts';
import { printReadme, wordsOfEpisode, wordsOfShow } from './export-words.ts';
import type { House } from './house.ts';
import { masteredTranscript } from './transcripts.ts';
import type { ExportReport } from './transfer.ts';

/**
 * Writes all that listeners get of a show into a folder, with its words as JSON: what is there already as it should be is
 * left, so an export that was interrupted goes on where it was. Every file is held against its hash.
 * @throws CorridorError show-unknown, object-missing, store-unfaithful, disk-full, cancelled
 */
export async function exportShow(
  house: House,
  slug: string,
  folder: string,
  signal?: AbortSignal,
): Promise<ExportReport> {
  const show = house.catalogue.shows.bySlug(slug);
  if (!show) throw unknown(slug);
  await mkdir(join(folder, 'episodes'), { recursive: true }).catch((cause: unknown) => {
    throw noFolder(folder, cause);
  });
  const crate = openCrate(folder, signal);
  const all = house.catalogue.episodes.list(show.id);
  await packCover(house, crate, show.cover, 'cover');
  if (await hasFeed(house, show)) {
    const { body } = await house.publicStore.get(feedKey(show));
    await crate.write('feed.xml', await text(body));
  }
  const feedUrl = house.publicStore.publicUrl(feedKey(show));
  await crate.write('show.json', printJson(wordsOfShow(show, feedUrl)));
  for (const facts of all) await packEpisode(house, crate, facts);
  await crate.write('README.md', printReadme(show, all.length));
  return { folder, episodes: all.length, ...crate.counts() };
}

async function packEpisode(house: House, crate: Crate, facts: EpisodeFacts): Promise<void> {
  const { episode } = facts;
  const within = (name: string) => `episodes/${episode.slug}/${name}`;
  const master = facts.publication?.master ?? facts.master;
  const files = master ? await packSounds(house, crate, within, { facts, master }) : [];
  if (master) await packCompanions(house, crate, within, { facts, master });
  if (episode.cover) await packCover(house, crate, episode.cover, within('cover'));
  await crate.write(within('episode.json'), printJson(wordsOfEpisode(facts, files)));
}

type Within = (name: string) => string;
type Mastered = Readonly<{ facts: EpisodeFacts; master: Master }>;

async function packSounds(
  { privateStore }: House,
  crate: Crate,
  within: Within,
  { facts: { episode }, master }: Mastered,
) {
  const files = [];
  for (const { key, sha256, bytes, seconds, mediaType } of downloadsOf(master)) {
    const file = `${episode.slug}.${namingOf(mediaType).ending}`;
    await crate.copy(within(file), { sha256, bytes, open: async () => (await privateStore.get(key)).body });
    files.push({ file, type: mediaType, bytes, seconds, sha256 });
  }
  const { certificate } = master;
  if (certificate)
    await crate.copy(within('certificate.json'), {
      ...certificate,
      open: async () => (await privateStore.get(certificate.key)).body,
    });
  return files;
}

async function packCompanions(
  house: House,
  crate: Crate,
  within: Within,
  { facts: { episode }, master }: Mastered,
): Promise<void> {
  const chapters = masteredChapters(episode, { master });
  if (chapters.length > 0) await crate.write(within('chapters.json'), printChaptersJson(chapters));
  const transcript = await masteredTranscript(house, { episode, master });
  for (const format of transcript ? formatsFor(transcript) : []) {
    const printed = transcript && printTranscript(transcript, format);
    if (printed !== undefined)
      await crate.write(within(`transcript${transcriptNamings[format].ending}`), printed);
  }
}

async function packCover(
  { privateStore }: House,
  crate: Crate,
  { key, sha256, bytes, mediaType }: Picture,
  name: string,
): Promise<void> {
  const file = `${name}.${mediaType === 'image/png' ? 'png' : 'jpg'}`;
  await crate.copy(file, { sha256, bytes, open: async () => (await privateStore.get(key)).body });
}

const printJson = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

const unknown = (slug: string): CorridorError =>
  new CorridorError(
    'show-unknown',
    `There is no show “${slug.slice(0, 80)}”.`,
    'corridor show list names them.',
  );

const noFolder = (folder: string, cause: unknown): CorridorError =>
  new CorridorError(
    'value-invalid',
    `${folder} is no folder that can be written to.`,
    'Name another one with -o FOLDER.',
    cause,
  );
