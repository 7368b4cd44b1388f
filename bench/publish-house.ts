import { createHash } from 'node:crypto';
import type { Catalogue } from '../src/catalogue/catalogue.ts';
import { feedKey } from '../src/show/keys.ts';
import type { Show } from '../src/show/show.ts';
import type { ObjectStore } from '../src/store/store.ts';
import { newsOf, readEntries } from '../src/studio/feed-contents.ts';
import { addressIn, joinFeed } from '../src/studio/feed-writing.ts';

/** Leaves catalogue and store as a publication does: items printed, the feed in its place, the ledger written. */
export async function seedPublication(
  catalogue: Catalogue,
  show: Show,
  publicStore: ObjectStore,
): Promise<void> {
  const now = new Date();
  const rooms = { publicStore };
  const entries = readEntries(catalogue, show, { address: addressIn(rooms), now });
  const text = joinFeed(rooms, show, entries);
  await publicStore.put(feedKey(show), text, { contentType: 'application/rss+xml; charset=utf-8' });
  const sha256 = createHash('sha256').update(text).digest('hex');
  const feed = { madeAt: now, sha256, bytes: text.byteLength, warnings: [] };
  catalogue.publications.record({ show, episodes: entries.map(newsOf) }, feed);
}
