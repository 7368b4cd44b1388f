import { fingerprint } from '../../show/fingerprint.ts';
import {
  type FeedAccount,
  type ItemAccount,
  type Notebook,
  openNotebook,
  type ShowAccount,
} from './account.ts';
import { decodeFeed } from './decoding.ts';
import { accountOfItem } from './item-account.ts';
import { parseFeed } from './parsing.ts';
import { accountOfShow } from './show-account.ts';

/**
 * Reads anybody's podcast feed into a plain account, as tolerantly as apps read it. What is odd is noted with its place,
 * and what cannot be taken is left out; the rest stays.
 * @param from the address that answered, and the charset of its header
 * @throws CorridorError feed-unreadable where it is no podcast feed at all
 */
export function readFeedAccount(
  bytes: Uint8Array,
  { url, charset = '' }: Readonly<{ url: URL; charset?: string }>,
): FeedAccount {
  const notebook = openNotebook();
  const parsed = parseFeed(decodeFeed(bytes, charset, notebook), url, notebook);
  const told = accountOfShow(parsed, url, notebook);
  const items = parsed.items.flatMap((item) => accountOfItem(item, url, notebook) ?? []);
  const single = withOwnGuids(items, notebook);
  return {
    show: countableShow(told, single, notebook),
    items: withDates(single, notebook),
    found: parsed.items.length,
    oddities: notebook.oddities,
  };
}

/** A show that is told in order needs a number for every full episode (feed.md 2); without them, nobody takes its feed. */
function countableShow(show: ShowAccount, items: readonly ItemAccount[], notebook: Notebook): ShowAccount {
  const { details } = show;
  const first = items.find(
    (item) =>
      item.number === undefined && (item.details?.type ?? 'full') === 'full' && !item.details?.display,
  );
  if (details?.type !== 'serial' || !first) return show;
  const { type: _, ...rest } = details;
  notebook
    .at('channel')
    .note(`It is a serial show, but ${first.place} has no number; it is taken over as an episodic one.`);
  return { ...show, details: rest };
}

/** The first keeps its guid; another sound of the same guid gets one of its own, the same at every reading. */
function withOwnGuids(items: readonly ItemAccount[], notebook: Notebook): readonly ItemAccount[] {
  const taken = new Map<string, ItemAccount>();
  return items.flatMap((item) => {
    const first = taken.get(item.guid);
    if (!first) {
      taken.set(item.guid, item);
      return [item];
    }
    if (first.soundUrl === item.soundUrl) {
      notebook.at(item.place).note('It stands in the feed twice; it was taken once.');
      return [];
    }
    const guid = mintGuid(item);
    notebook.at(item.place).note(`Its guid is also that of ${first.place}; it got a new one: ${guid}`);
    if (taken.has(guid)) return [];
    taken.set(guid, item);
    return [{ ...item, guid }];
  });
}

const mintGuid = ({ guid, soundUrl }: ItemAccount): string =>
  fingerprint({ guid, soundUrl }).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');

/** An episode without a date stands where its neighbours are, so that it is not new to anybody. */
function withDates(items: readonly ItemAccount[], notebook: Notebook): readonly ItemAccount[] {
  const older = datesBefore(items.toReversed()).reverse();
  const newer = datesBefore(items);
  return items.map((item, i) => {
    if (item.publishedAt) return item;
    const near = older[i] ?? newer[i];
    notebook
      .at(item.place)
      .note(
        near
          ? `It has no date; it stands beside its neighbour’s, ${near.toISOString().slice(0, 10)}.`
          : 'It has no date; it gets one when it is published here.',
      );
    return near ? { ...item, publishedAt: near } : item;
  });
}

/** For every item, the nearest date in front of it. */
function datesBefore(items: readonly ItemAccount[]): (Date | undefined)[] {
  let last: Date | undefined;
  return items.map(({ publishedAt }) => {
    const before = last;
    last = publishedAt ?? last;
    return before;
  });
}
