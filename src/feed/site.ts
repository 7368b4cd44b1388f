import type { PublishedEpisode } from '../show/episode.ts';
import { Liquid } from 'liquidjs';
import { CorridorError } from '../errors.ts';
import type { Show } from '../show/show.ts';
import {
  SafeHtml,
  type ShowOnSite,
  type Surroundings,
  viewEpisodePage,
  viewHome,
  viewShowPage,
} from './page.ts';

export type { ShowOnSite, SiteAssets, Surroundings } from './page.ts';

/** The pages for listeners, printed as whole HTML documents. */
export type Site = Readonly<{
  /** All shows. */
  printHome(shows: readonly ShowOnSite[], surroundings: Surroundings): string;
  printShowPage(shown: ShowOnSite, surroundings: Surroundings): string;
  printEpisodePage(show: Show, published: PublishedEpisode, surroundings: Surroundings): string;
}>;

/**
 * Opens the site with its Liquid templates: file name (`home.liquid`) to text. `home`, `show` and `episode` must be
 * there; they may use any other of the folder. Whoever edits a template can place values, not run code or read files.
 * @throws CorridorError settings-invalid, naming the template and the line
 */
export function openSite(templates: Readonly<Record<string, string>>): Site {
  const liquid = sandbox(templates);
  const home = open(liquid, templates, 'home.liquid');
  const show = open(liquid, templates, 'show.liquid');
  const episode = open(liquid, templates, 'episode.liquid');
  return {
    printHome: (shows, surroundings) => home(viewHome(shows, surroundings)),
    printShowPage: (shown, surroundings) => show(viewShowPage(shown, surroundings)),
    printEpisodePage: (of, published, surroundings) => episode(viewEpisodePage(of, published, surroundings)),
  };
}

/** Milliseconds that one page may take to print: endless loops end, a thousand episodes do not. */
const RENDER_LIMIT = 3_000;

function sandbox(templates: Readonly<Record<string, string>>): Liquid {
  const liquid = new Liquid({
    templates: { ...templates },
    extname: '.liquid',
    ownPropertyOnly: true,
    outputEscape: 'escape',
    strictFilters: true,
    dynamicPartials: false,
    renderLimit: RENDER_LIMIT,
    memoryLimit: 5e7,
    parseLimit: 1e5,
    timezoneOffset: 0,
  });
  liquid.registerFilter('raw', (value: unknown) => value);
  liquid.registerFilter('safe', { raw: true, handler: printSafe });
  return liquid;
}

/** Prints what the house marked as safe; anything else is escaped as everywhere. */
const printSafe = (value: unknown): string =>
  value instanceof SafeHtml
    ? value.html
    : String(value ?? '').replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

function open(liquid: Liquid, templates: Readonly<Record<string, string>>, name: string) {
  const text = templates[name];
  if (text === undefined) throw unusable(name, 'it is not there');
  const parsed = guarded(name, () => liquid.parse(text, name));
  return (view: object): string => guarded(name, () => String(liquid.renderSync(parsed, view)));
}

function guarded<T>(name: string, use: () => T): T {
  try {
    return use();
  } catch (cause) {
    throw unusable(name, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

const unusable = (name: string, why: string, cause?: unknown): CorridorError =>
  new CorridorError(
    'settings-invalid',
    `The template ${name} cannot be used: ${why}.`,
    'Mend the template, or put the original of templates/site back in its place.',
    cause,
  );
