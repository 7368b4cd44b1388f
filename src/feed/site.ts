import { Liquid } from 'liquidjs';
import { CorridorError } from '../errors.ts';
import type { Show } from '../show/show.ts';
import type { AddressOf } from './item.ts';
import { printOembed } from './oembed.ts';
import {
  type ShowOnSite,
  type Surroundings,
  viewEmbed,
  viewEpisodePage,
  viewHome,
  viewShowPage,
  viewYearPage,
  type YearOnSite,
} from './page.ts';
import { escapeHtml, SafeHtml } from './safe-html.ts';
import { printSitemap, type ShowInOutline } from './sitemap.ts';
import { type EpisodeOnSite, viewEpisode, viewShow } from './views.ts';
import { openWords } from './words.ts';

export type { ShowOnSite, SiteAssets, Surroundings } from './page.ts';
export type { Outlined } from './sitemap.ts';
export type { EpisodeOnSite } from './views.ts';

/** The pages for listeners, printed as whole HTML documents, and what stands beside them. */
export type Site = Readonly<{
  /** All shows. */
  printHome(shows: readonly ShowOnSite[], surroundings: Surroundings): string;
  printShowPage(shown: ShowOnSite, surroundings: Surroundings): string;
  /** The episodes of one year, where there are too many for the show's own page. */
  printYearPage(shown: YearOnSite, surroundings: Surroundings): string;
  printEpisodePage(show: Show, published: EpisodeOnSite, surroundings: Surroundings): string;
  /** The player alone, for a frame on somebody else's page. */
  printEmbed(show: Show, published: EpisodeOnSite, surroundings: Surroundings): string;
  /** JSON that tells other sites of that frame. */
  printOembed(show: Show, published: EpisodeOnSite, surroundings: Surroundings): string;
  /** XML of all pages, for search engines. */
  printSitemap(shows: readonly ShowInOutline[], address: AddressOf): string;
}>;

/**
 * Opens the site with its Liquid templates, file name (`home.liquid`) to text, and its messages (`en.json`). `home`, `show`,
 * `year`, `episode` and `embed` must be there; they may use any other of the folder. Whoever edits a template can place values, not
 * run code or read files.
 * @throws CorridorError settings-invalid, naming the template and the line
 */
export function openSite(
  templates: Readonly<Record<string, string>>,
  messages: Readonly<Record<string, string>>,
): Site {
  const wordsFor = openWords(messages);
  const liquid = sandbox(templates);
  const home = open(liquid, templates, 'home.liquid');
  const show = open(liquid, templates, 'show.liquid');
  const year = open(liquid, templates, 'year.liquid');
  const episode = open(liquid, templates, 'episode.liquid');
  const embed = open(liquid, templates, 'embed.liquid');
  return {
    printHome: (shows, around) => home(viewHome(shows, { ...around, wordsFor })),
    printShowPage: (shown, around) => show(viewShowPage(shown, { ...around, wordsFor })),
    printYearPage: (shown, around) => year(viewYearPage(shown, { ...around, wordsFor })),
    printEpisodePage: (of, published, around) =>
      episode(viewEpisodePage(of, published, { ...around, wordsFor })),
    printEmbed: (of, published, around) => embed(viewEmbed(of, published, { ...around, wordsFor })),
    printOembed: (of, published, { address }) =>
      printOembed(
        viewShow(of, undefined, address),
        viewEpisode(of, published, { address, words: wordsFor(of.language) }),
      ),
    printSitemap,
  };
}

/** Milliseconds that one page may take to print: endless loops end; a hundred hours of transcript do not, on a busy machine. */
const RENDER_LIMIT = 10_000;

function sandbox(templates: Readonly<Record<string, string>>): Liquid {
  const liquid = new Liquid({
    templates: { ...templates },
    extname: '.liquid',
    // A partial is read once, not once for each episode of a list.
    cache: true,
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
  value instanceof SafeHtml ? value.html : escapeHtml(String(value ?? ''));

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
