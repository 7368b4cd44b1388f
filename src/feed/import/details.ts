import type { EpisodeDetails, ShowDetails } from '../../show/details.ts';
import { episodeDetailsFields } from '../../show/episode-details-fields.ts';
import { showDetailsFields } from '../../show/show-details-fields.ts';
import { printCategory } from '../../show/categories.ts';
import { cleanLine } from '../../show/names.ts';
import type { Category } from '../../show/show.ts';
import type { XmlElement } from '../../show/xml.ts';
import type { Notebook } from './account.ts';
import { childrenOf } from './parsing.ts';
import { attributeIn, isYes, lineIn } from './values.ts';

/** The further tags of a feed as details of a show or an episode; what details cannot hold is left out and noted. */

type Fields = Readonly<Record<string, unknown>>;

export function showDetailsIn(
  channel: XmlElement,
  items: readonly XmlElement[],
  { second, notebook }: Readonly<{ second: Category | undefined; notebook: Notebook }>,
): ShowDetails | undefined {
  const fields = kept(
    showDetailsFields,
    {
      type: only(['serial'], lineIn(channel, 'itunes:type').toLowerCase()),
      secondCategory: second && printCategory(second),
      copyright: holderOf(lineIn(channel, 'copyright')),
      medium: otherThan('podcast', lineIn(channel, 'podcast:medium')),
      people: peopleIn(channel),
      locations: locationsIn(channel),
      funding: all(channel, 'podcast:funding', ({ attributes, text }) => ({
        url: attributes.get('url'),
        text,
      })),
      updateFrequency: all(channel, 'podcast:updateFrequency', frequencyOf)[0],
      license: all(channel, 'podcast:license', licenseOf)[0],
      podroll: childrenOf(channel, 'podcast:podroll').flatMap((roll) =>
        all(roll, 'podcast:remoteItem', remoteOf),
      ),
      seasons: seasonsIn(items),
      txt: all(channel, 'podcast:txt', txtOf),
      ...rightsIn(channel),
      hubs: childrenOf(channel, 'atom:link')
        .filter(({ attributes }) => attributes.get('rel') === 'hub')
        .map(({ attributes }) => attributes.get('href')),
      complete: flag(isYes(lineIn(channel, 'itunes:complete'))),
      block: flag(isYes(lineIn(channel, 'itunes:block'))),
    },
    notebook,
  );
  return Object.keys(fields).length === 0 ? undefined : withoutMark(showDetailsFields.parse(fields));
}

export function episodeDetailsIn(item: XmlElement, notebook: Notebook): EpisodeDetails | undefined {
  const fields = kept(
    episodeDetailsFields,
    {
      type: only(['trailer', 'bonus'], lineIn(item, 'itunes:episodeType').toLowerCase()),
      display: displayIn(item),
      people: peopleIn(item),
      locations: locationsIn(item),
      soundbites: all(item, 'podcast:soundbite', ({ attributes, text }) => ({
        from: Number(attributes.get('startTime')),
        seconds: Number(attributes.get('duration')),
        title: given(text),
      })),
      license: all(item, 'podcast:license', licenseOf)[0],
      txt: all(item, 'podcast:txt', txtOf),
      social: all(item, 'podcast:socialInteract', socialOf),
      block: flag(isYes(lineIn(item, 'itunes:block'))),
    },
    notebook,
  );
  return Object.keys(fields).length === 0 ? undefined : withoutMark(episodeDetailsFields.parse(fields));
}

const withoutMark = <T extends { $schema?: unknown }>({ $schema: _, ...details }: T): Omit<T, '$schema'> =>
  details;

// -- what fits -------------------------------------------------------------------------------------------------------

type Schema = Readonly<{
  safeParse(value: unknown): { success: boolean; error?: { issues: readonly { message: string }[] } };
}>;

/** Of lists every entry is judged by itself. */
function kept(schema: Schema, fields: Fields, notebook: Notebook): Record<string, unknown> {
  const fits = (name: string, value: unknown): boolean => {
    const read = schema.safeParse({ [name]: value });
    if (!read.success)
      notebook.note(
        `One of its ${name} was left out: it ${read.error?.issues[0]?.message ?? 'does not fit'}.`,
      );
    return read.success;
  };
  const entries = Object.entries(withoutGaps(fields)).flatMap(([name, value]) => {
    if (!Array.isArray(value)) return fits(name, value) ? [[name, value] as const] : [];
    const good = value.filter((entry) => fits(name, [entry]));
    return good.length > 0 && fits(name, good) ? [[name, good] as const] : [];
  });
  return Object.fromEntries(entries);
}

/** Without what is absent, at every depth. */
function withoutGaps(fields: Fields): Record<string, unknown> {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries.map(([name, value]) => [name, filled(value)]));
}

function filled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(filled);
  return typeof value === 'object' && value !== null ? withoutGaps(value as Fields) : value;
}

// -- single tags -----------------------------------------------------------------------------------------------------

/** Of one kind; more are no details. */
const MOST_ENTRIES = 500;

const all = <T>(element: XmlElement, name: string, read: (child: XmlElement) => T): readonly T[] =>
  childrenOf(element, name).slice(0, MOST_ENTRIES).map(read);

const given = (text: string | undefined): string | undefined => cleanLine(text ?? '') || undefined;
const flag = (is: boolean): true | undefined => is || undefined;
const only = (words: readonly string[], word: string): string | undefined =>
  words.includes(word) ? word : undefined;
const otherThan = (usual: string, word: string): string | undefined =>
  word === usual ? undefined : given(word);

/** `© 2019-2024 Nordlicht Works. All rights reserved.` is `Nordlicht Works`. */
const holderOf = (text: string): string | undefined =>
  given(
    text
      .replace(/©|℗|\(c\)|copyright|all rights reserved|\b(?:19|20)\d\d\b/gi, ' ')
      .replace(/^[\s,.;:–-]+|[\s,.;:–-]+$/g, ''),
  );

/** Whom the show belongs to, as far as the feed says so itself, and whether other hosts may take it. */
function rightsIn(channel: XmlElement): Fields {
  const [owner] = childrenOf(channel, 'itunes:owner');
  const email = owner && given(lineIn(owner, 'itunes:email'));
  const name = (owner && lineIn(owner, 'itunes:name')) || lineIn(channel, 'itunes:author', 'title');
  const isOpen = /^(no|false)$/i.test(lineIn(channel, 'podcast:locked'));
  return {
    owner: email && { name, email },
    locked: isOpen ? false : undefined,
    lockedOwner: given(attributeIn(channel, 'podcast:locked', 'owner')),
  };
}

const peopleIn = (element: XmlElement) =>
  all(element, 'podcast:person', ({ attributes, text }) => ({
    name: cleanLine(text),
    role: given(attributes.get('role')),
    group: given(attributes.get('group')),
    img: given(attributes.get('img')),
    href: given(attributes.get('href')),
  }));

const locationsIn = (element: XmlElement) =>
  all(element, 'podcast:location', ({ attributes, text }) => ({
    name: cleanLine(text),
    rel: given(attributes.get('rel')),
    geo: given(attributes.get('geo')),
    osm: given(attributes.get('osm')),
    country: given(attributes.get('country')),
  }));

const frequencyOf = ({ attributes, text }: XmlElement) => ({
  text: cleanLine(text),
  rrule: given(attributes.get('rrule')),
  complete: flag(isYes(attributes.get('complete') ?? '')),
  dtstart: given(attributes.get('dtstart')),
});

const licenseOf = ({ attributes, text }: XmlElement) => ({
  id: cleanLine(text),
  url: given(attributes.get('url')),
});

const remoteOf = ({ attributes }: XmlElement) => ({
  feedGuid: given(attributes.get('feedGuid')),
  feedUrl: given(attributes.get('feedUrl')),
  title: given(attributes.get('title')),
  medium: given(attributes.get('medium')),
});

const txtOf = ({ attributes, text }: XmlElement) => ({
  text: text.trim(),
  purpose: given(attributes.get('purpose')),
});

const socialOf = ({ attributes }: XmlElement) => ({
  protocol: given(attributes.get('protocol')),
  uri: given(attributes.get('uri')),
  accountId: given(attributes.get('accountId')),
  accountUrl: given(attributes.get('accountUrl')),
  priority: attributes.has('priority') ? Number(attributes.get('priority')) : undefined,
});

/** `podcast:season name`, told in the items, of each season once. */
function seasonsIn(items: readonly XmlElement[]) {
  const names = new Map<number, string>();
  for (const item of items) {
    const name = attributeIn(item, 'podcast:season', 'name');
    const number = Number(lineIn(item, 'podcast:season', 'itunes:season'));
    if (name !== '' && Number.isInteger(number) && !names.has(number)) names.set(number, name);
  }
  return [...names].map(([number, name]) => ({ number, name }));
}

/** Only where it says more than the plain number. */
function displayIn(item: XmlElement) {
  const [number, text] = [lineIn(item, 'podcast:episode'), attributeIn(item, 'podcast:episode', 'display')];
  if (number === '' || (text === '' && /^\d+$/.test(number))) return undefined;
  return { number: Number(number), text: given(text) };
}
