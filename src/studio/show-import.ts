import { join } from 'node:path';
import { CorridorError, problemOf } from '../errors.ts';
import type { ShowAccount } from '../feed/import/account.ts';
import { freeSlug, slugOf } from '../show/names.ts';
import type { Picture } from '../show/picture.ts';
import type { Show } from '../show/show.ts';
import { drawCover } from '../workshop/picture.ts';
import { isMissed } from './downloading.ts';
import type { Importing } from './import-desk.ts';
import { keepCover, storeCover } from './keeping.ts';

/** Slugs that would stand in the way of the site's own keys. */
const reserved = new Set(['assets', 'index', 'api']);

type Origin = Readonly<{ guid: string; from: URL; slug: string | undefined }>;

/** Sets the show up with its old guid. */
export async function addShow(importing: Importing, account: ShowAccount, origin: Origin): Promise<Show> {
  const { house } = importing;
  const slug = chooseSlug(importing, account, origin);
  const { coverUrl, details, link, email, ...words } = account;
  const cover = await coverAt(importing, coverUrl, 'channel');
  if (!cover)
    importing.note('channel', `It has no cover that can be used; a drawn one stands in. ${MEND_COVER(slug)}`);
  const kept = cover ?? (await storeCover(house, await drawCover(slug)));
  return house.catalogue.shows.add({
    ...words,
    ...(link === undefined ? {} : { link }),
    ...(details ? { details } : {}),
    email: email ?? madeUpEmail(importing, origin, slug),
    slug,
    guid: origin.guid,
    cover: kept,
    intros: [],
    outros: [],
    createdAt: house.clock.now(),
  });
}

const MEND_COVER = (slug: string): string => `Give it its own: corridor show edit ${slug} --cover FILE.`;

/** Kept for people who have to reach the owner, and printed nowhere. */
function madeUpEmail({ note }: Importing, { from }: Origin, slug: string): string {
  const email = `podcast@${from.hostname.replace(/[[\]]/g, '')}`;
  note(
    'channel',
    `It names no e-mail address; ${email} stands in: corridor show edit ${slug} --email ADDRESS.`,
  );
  return email;
}

function chooseSlug({ house }: Importing, { title }: ShowAccount, { slug }: Origin): string {
  const isTaken = (name: string) => reserved.has(name) || house.catalogue.shows.bySlug(name) !== undefined;
  if (slug === undefined) return freeSlug(slugOf(title, 'show'), isTaken);
  if (slugOf(slug, '') === slug && !reserved.has(slug)) return slug;
  const hint = 'Use lower-case letters, digits and hyphens, at most 60.';
  throw new CorridorError('value-invalid', `“${slug.slice(0, 80)}” cannot stand in an address.`, hint);
}

/** Bytes; directories advise half a megabyte, and hosts take up to ten. */
const LARGEST_COVER = 30e6;

/** A cover that apps take, or a note why there is none. */
export async function coverAt(
  { house, downloads, note }: Importing,
  url: string | undefined,
  place: string,
): Promise<Picture | undefined> {
  if (url === undefined) return undefined;
  return house.scratch.within(async (folder) => {
    const file = join(folder, 'cover');
    const got = await downloads.save(url, { file, most: LARGEST_COVER });
    if (isMissed(got)) return void note(place, `Its cover is not there: ${url} ${got.missed}.`);
    try {
      return await keepCover(house, { file, name: 'cover' });
    } catch (thrown) {
      if (problemOf(thrown).code !== 'cover-unfit') throw thrown;
      return void note(place, `Its cover was left out. ${problemOf(thrown).message}`);
    }
  });
}
