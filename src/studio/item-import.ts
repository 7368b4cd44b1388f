import { join } from 'node:path';
import { CorridorError, problemOf } from '../errors.ts';
import type { ItemAccount } from '../feed/import/account.ts';
import type { Enclosure, Loudness } from '../show/enclosure.ts';
import type { Master } from '../show/episode.ts';
import { namingOf, type PlainMediaType } from '../show/formats.ts';
import { IMPORTED, importedFingerprint } from '../show/imported.ts';
import { masterKey } from '../show/keys.ts';
import { freeSlug, slugOf } from '../show/names.ts';
import type { Show } from '../show/show.ts';
import { printBytes } from '../show/size.ts';
import type { Inspection } from '../sound/inspection.ts';
import { asItIs } from '../sound/mastering.ts';
import { type Companions, companionsOf } from './companion-import.ts';
import { isMissed } from './downloading.ts';
import type { House } from './house.ts';
import type { Importing } from './import-desk.ts';
import { type KeptSound, keepSound, rememberSound } from './keeping.ts';

/** Takes one item over; what cannot be taken is noted. @returns whether it is here now */
export async function takeItem(
  importing: Importing,
  item: ItemAccount,
  madeShow: () => Promise<Show>,
): Promise<boolean> {
  const { house, note, signal } = importing;
  return house.scratch.within(async (folder) => {
    const file = join(folder, 'sound');
    const missed = await fetchSound(importing, item, file);
    if (missed !== undefined) {
      note(item.place, `Its sound is not there: ${item.soundUrl} ${missed}.`);
      return false;
    }
    try {
      const name = nameOf(item.soundUrl);
      const sound = await keepSound(house, { file, name }, signal ? { signal } : {});
      await keepEpisode(importing, { item, sound, file }, madeShow);
      return true;
    } catch (thrown) {
      if (!/^recording-/.test(problemOf(thrown).code)) throw thrown;
      note(item.place, `It was left out. ${problemOf(thrown).message}`);
      return false;
    }
  });
}

/** The end of a sentence, where there is no sound. @throws CorridorError disk-full */
async function fetchSound(
  { house, downloads }: Importing,
  { soundUrl }: ItemAccount,
  file: string,
): Promise<string | undefined> {
  const { DISK_RESERVE, UPLOAD_LIMIT } = house.settings;
  const room = Math.max(0, (await house.scratch.free()) - DISK_RESERVE);
  const got = await downloads.save(soundUrl, { file, most: Math.min(room, UPLOAD_LIMIT) });
  if (!isMissed(got)) return undefined;
  if (room < UPLOAD_LIMIT && got.missed.startsWith('is larger')) throw diskFull(room);
  return got.missed;
}

type Found = Readonly<{ item: ItemAccount; sound: KeptSound; file: string }>;

/** Sound and companions first, then the episode with all of it in one transaction. */
async function keepEpisode(importing: Importing, found: Found, madeShow: () => Promise<Show>): Promise<void> {
  const { house, signal } = importing;
  const { item, sound } = found;
  try {
    const master = await keepMaster(importing, found);
    const show = await madeShow();
    const companions = await companionsOf(importing, item, { show, inspection: sound.inspection });
    signal?.throwIfAborted();
    house.catalogue.together(() => write(house, { show, item, sound, master, companions }));
  } catch (thrown) {
    await sound.discard().catch(() => undefined);
    throw thrown;
  }
}

/** The sound as it is, measured. */
async function keepMaster(
  { house, note, signal }: Importing,
  { item, sound: { recording, inspection }, file }: Found,
): Promise<Master> {
  const { sha256, bytes } = recording;
  const mediaType = mediaTypeOf(inspection);
  const watch = signal ? { signal } : {};
  const heard = await house.workshop.measureFile(file, asItIs(inspection), watch);
  if (heard.seconds === 0) throw noSound();
  if (heard.brokenOff)
    note(item.place, 'Its sound breaks off in the middle of something; it was taken as it is.');
  const key = masterKey(importedFingerprint(sha256), namingOf(mediaType).ending);
  const there = await house.privateStore.head(key);
  if (there?.bytes !== bytes)
    await house.privateStore.put(key, { file, consume: true }, { contentType: mediaType }, watch);
  const enclosure: Enclosure = { key, sha256, bytes, seconds: heard.seconds, mediaType };
  const loudness = told(heard.loudness);
  return { enclosure, before: loudness, after: loudness, talkStartsAt: 0, remarks: [IMPORTED] };
}

/** What plain enclosures may be (feed.md 5). */
function mediaTypeOf({ container, codec }: Inspection): PlainMediaType {
  if (container === 'mp3' && codec === 'mp3') return 'audio/mpeg';
  if (/\bmp4\b/.test(container) && codec === 'aac') return 'audio/x-m4a';
  throw new CorridorError(
    'recording-not-sound',
    `Its sound is ${codec.slice(0, 20)} in ${container.slice(0, 40)}, which podcast apps do not play as it is.`,
    'Fetch the file and master it: corridor publish FILE.',
  );
}

/** Silence has no loudness; the floor of the measurement stands for it (BS.1770). */
const told = ({ integrated, range, truePeak }: Loudness): Loudness => ({
  integrated: Number.isFinite(integrated) ? integrated : -70,
  range: Number.isFinite(range) ? range : 0,
  truePeak: Number.isFinite(truePeak) ? truePeak : -100,
});

/** Slugs that would hide the show's own page or feed. */
const reserved = new Set(['index', 'feed']);

type Ready = Readonly<{
  show: Show;
  item: ItemAccount;
  sound: KeptSound;
  master: Master;
  companions: Companions;
}>;

function write(house: House, { show, item, sound, master, companions }: Ready): void {
  const { catalogue, clock } = house;
  rememberSound(house, sound);
  const isTaken = (slug: string) =>
    reserved.has(slug) || catalogue.episodes.bySlug(show.id, slug) !== undefined;
  const { guid, title, season, number, details } = item;
  const now = clock.now();
  const publishedAt = item.publishedAt && item.publishedAt <= now ? item.publishedAt : undefined;
  const { episode } = catalogue.episodes.add({
    ...{ showId: show.id, guid, title, ...companions },
    slug: freeSlug(slugOf(title, 'episode'), isTaken),
    explicit: item.explicit ?? show.explicit,
    recording: sound.recording.sha256,
    wish: 'draft',
    createdAt: publishedAt ?? now,
    ...(season === undefined ? {} : { season }),
    ...(number === undefined ? {} : { number }),
    ...(details ? { details } : {}),
  });
  const fingerprint = importedFingerprint(sound.recording.sha256);
  catalogue.deliveries.add({ fingerprint, kind: 'import', body: {}, madeAt: now });
  catalogue.episodes.finish(episode.id, { master });
  if (publishedAt) catalogue.episodes.mintPublishedAt(episode.id, publishedAt);
}

/** The last part of the address, with an ending that says what it is. */
function nameOf(url: string): string {
  const { pathname } = new URL(url);
  const last = pathname.split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(last) || 'sound';
  } catch {
    return last || 'sound';
  }
}

const noSound = (): CorridorError =>
  new CorridorError(
    'recording-damaged',
    'There is nothing to hear in it.',
    'Fetch it from the old host again.',
  );

const diskFull = (room: number): CorridorError =>
  new CorridorError(
    'disk-full',
    `The disk has room for ${printBytes(room)} more, which is less than the next sound.`,
    'Free some space; the same command goes on from there.',
  );
