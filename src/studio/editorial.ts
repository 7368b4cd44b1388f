import { CorridorError } from '../errors.ts';
import { readCategory } from '../show/categories.ts';
import { showGuid } from '../show/guid.ts';
import { feedKey, showPageKey } from '../show/keys.ts';
import { cleanLine, cleanText, freeSlug, slugOf } from '../show/names.ts';
import { demandNumbers } from '../show/series.ts';
import type { Show } from '../show/show.ts';
import { drawCover } from '../workshop/picture.ts';
import { discardBumpers, type KeptBumpers, keepBumpers, rememberBumpers } from './bumpers.ts';
import { type House, showSubjectOf } from './house.ts';
import { keepCover, storeCover } from './keeping.ts';
import { orderShowPublication } from './owed.ts';
import type { ShowDraft, Shows } from './studio.ts';
import { waitUntil } from './waiting.ts';

/** Shows: what people say of them, checked, with cover and bumpers kept in the private store. */
export function openShows(house: House): Shows {
  const { catalogue } = house;
  const get = (slug: string): Show => {
    const show = catalogue.shows.bySlug(slug);
    if (!show) throw unknown(house, slug);
    return show;
  };
  return {
    get,
    list: () => catalogue.shows.list(),
    choose: (slug) => (slug === undefined ? onlyShow(house) : get(slug)),
    create: (draft) => createShow(house, draft),
    edit: async (slug, changes) => editShow(house, get(slug), changes),
    publish: (slug) => orderShowPublication(house, get(slug)),
    settle: (slug, signal) => settle(house, get(slug), signal),
    addresses: (show) => ({
      feedUrl: house.publicStore.publicUrl(feedKey(show)),
      pageUrl: house.publicStore.publicUrl(showPageKey(show)),
    }),
  };
}

/** Slugs that would stand in the way of the site's own keys. */
const reserved = new Set(['assets', 'index', 'api']);

async function createShow(house: House, draft: ShowDraft): Promise<Show> {
  const { catalogue, clock, publicStore } = house;
  const said = readDraft(draft);
  for (const name of ['title', 'author', 'email', 'category', 'language'] as const) demand(name, said[name]);
  const { title = '', author = '', email = '', language = '', category = { main: '' } } = said;
  const slug = chooseSlug(house, draft);
  const files = await keepFiles(house, draft);
  try {
    const cover = files.cover ?? (await storeCover(house, await drawCover(slug)));
    const guid = showGuid(publicStore.publicUrl(feedKey({ slug })));
    return catalogue.together(() => {
      if (catalogue.shows.bySlug(slug)) throw taken(slug);
      const { intros = [], outros = [], bed } = rememberBumpers(house, files);
      const { description = title, explicit = false, link } = said;
      const words = {
        title,
        author,
        email,
        language,
        category,
        description,
        explicit,
        ...(link ? { link } : {}),
      };
      return catalogue.shows.add({
        ...words,
        intros,
        outros,
        ...(bed ? { bed } : {}),
        ...choicesIn(draft),
        slug,
        guid,
        cover,
        createdAt: clock.now(),
      });
    });
  } catch (thrown) {
    await discardBumpers(files);
    throw thrown;
  }
}

async function editShow(house: House, show: Show, changes: Partial<ShowDraft>): Promise<Show> {
  const { catalogue } = house;
  if (changes.slug !== undefined && changes.slug !== show.slug) throw slugIsFixed();
  const said = readDraft(changes);
  const files = await keepFiles(house, changes);
  try {
    return catalogue.together(() => {
      demandOrder(house, show, changes);
      const bumpers = rememberBumpers(house, files);
      const cover = files.cover ? { cover: files.cover } : {};
      catalogue.shows.change(show.id, { ...said, ...bumpers, ...cover, ...choicesIn(changes) });
      orderShowPublication(house, show);
      return catalogue.shows.byId(show.id) ?? show;
    });
  } catch (thrown) {
    await discardBumpers(files);
    throw thrown;
  }
}

const choicesIn = ({ recipe, details }: Partial<ShowDraft>) => ({
  ...(recipe ? { recipe } : {}),
  ...(details ? { details } : {}),
});

/** A show becomes one that is told in order only where all that is public can be told so. */
function demandOrder({ catalogue }: House, { id }: Show, { details }: Partial<ShowDraft>): void {
  if (!details) return;
  const published = catalogue.episodes.published(id).map(({ episode }) => episode);
  demandNumbers(
    { details },
    published.filter(({ wish }) => wish === 'public'),
  );
}

async function settle({ queue, catalogue }: House, show: Show, signal?: AbortSignal): Promise<void> {
  await waitUntil(() => {
    const [job] = queue.pending(showSubjectOf(show.id));
    if (job?.lastError && job.state === 'waiting') {
      const { code, message } = job.lastError;
      throw new CorridorError(code, message, 'The change is kept, and published as soon as it works.');
    }
    return job === undefined;
  }, signal);
  const failure = catalogue.shows.failureOf(show.id);
  if (!failure) return;
  const goOn = `The change is kept; to publish it then: corridor show publish ${show.slug}`;
  throw new CorridorError(failure.code, failure.message, `${failure.hint} ${goOn}`);
}

type Files = KeptBumpers & Readonly<{ cover?: Show['cover'] }>;

/** Keeps all or none. */
async function keepFiles(house: House, { cover, ...said }: Partial<ShowDraft>): Promise<Files> {
  const bumpers = await keepBumpers(house, said);
  if (cover === undefined) return bumpers;
  try {
    return { ...bumpers, cover: await keepCover(house, { file: cover, name: cover }) };
  } catch (thrown) {
    await discardBumpers(bumpers);
    throw thrown;
  }
}

type Words = Partial<
  Pick<Show, 'title' | 'author' | 'email' | 'language' | 'category' | 'description' | 'link' | 'explicit'>
>;

/** What was said, cleaned and checked; what was not said is absent. @throws CorridorError value-invalid */
function readDraft(draft: Partial<ShowDraft>): Words {
  const line = (text: string | undefined) => (text === undefined ? undefined : cleanLine(text));
  const words = {
    title: limited('title', line(draft.title)),
    author: limited('author', line(draft.author)),
    email: fitting('email', line(draft.email), /^[^\s@<>]+@[^\s@<>]+$/, 'podcast@example.org'),
    language: fitting(
      'language',
      line(draft.language)?.toLowerCase(),
      /^[a-z]{2}(-[a-z]{2})?$/,
      'en or de-at',
    ),
    category: draft.category === undefined ? undefined : readCategory(draft.category),
    description: draft.description === undefined ? undefined : cleanText(draft.description),
    link: fitting('link', line(draft.link), /^https?:\/\/[^\s]+$/, 'https://example.org'),
    explicit: draft.explicit,
  };
  return Object.fromEntries(Object.entries(words).filter(([, value]) => value !== undefined && value !== ''));
}

function limited(name: string, text: string | undefined): string | undefined {
  if (text === undefined || [...text].length <= 255) return text;
  throw new CorridorError(
    'value-invalid',
    `The ${name} has ${[...text].length} characters.`,
    'At most 255 are taken.',
  );
}

function fitting(name: string, text: string | undefined, form: RegExp, example: string): string | undefined {
  if (text === undefined || text === '' || form.test(text)) return text;
  throw new CorridorError(
    'value-invalid',
    `The ${name} “${text.slice(0, 80)}” cannot be used.`,
    `Write it like ${example}.`,
  );
}

function demand(name: string, value: unknown): void {
  if (value !== undefined) return;
  throw name === 'title'
    ? new CorridorError('title-missing', 'The show has no title.', 'Give it one.')
    : new CorridorError(
        'value-invalid',
        `The show has no ${name}.`,
        `Say it: podcast apps refuse a show without ${name}.`,
      );
}

/** A slug that somebody asked for is taken as it is, or refused; one made from the title gives way. */
function chooseSlug({ catalogue }: House, { slug, title }: ShowDraft): string {
  const isTaken = (name: string) => reserved.has(name) || catalogue.shows.bySlug(name) !== undefined;
  if (slug === undefined || slug === '') return freeSlug(slugOf(title, 'show'), isTaken);
  if (slugOf(slug, '') !== slug) {
    const hint = 'Use lower-case letters, digits and hyphens, at most 60.';
    throw new CorridorError('value-invalid', `“${slug.slice(0, 80)}” cannot stand in an address.`, hint);
  }
  if (isTaken(slug)) throw taken(slug);
  return slug;
}

function onlyShow({ catalogue }: House): Show {
  const shows = catalogue.shows.list();
  const [only] = shows;
  if (only && shows.length === 1) return only;
  throw only
    ? new CorridorError('show-not-chosen', 'There are several shows.', `Choose one: ${names(shows)}.`)
    : new CorridorError('show-unknown', 'There is no show yet.', 'Make one first: corridor show create.');
}

function unknown({ catalogue }: House, slug: string): CorridorError {
  const shows = catalogue.shows.list();
  const hint = shows.length > 0 ? `There are: ${names(shows)}.` : 'Make one first: corridor show create.';
  return new CorridorError('show-unknown', `There is no show “${cleanLine(slug).slice(0, 80)}”.`, hint);
}

const names = (shows: readonly Show[]): string => shows.map(({ slug }) => slug).join(', ');

const taken = (slug: string): CorridorError =>
  new CorridorError(
    'show-exists',
    `There is a show “${slug}” already.`,
    'Choose another slug, or edit that show.',
  );

const slugIsFixed = (): CorridorError =>
  new CorridorError(
    'value-invalid',
    'A show keeps its slug: its feed address is made of it.',
    'Make a new show instead.',
  );
