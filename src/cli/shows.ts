import { recipeOf } from '../show/recipe.ts';
import type { Show } from '../show/show.ts';
import type { ShowDraft, Studio } from '../studio/studio.ts';
import { type Answer, type Desk, withStudio } from './desk.ts';
import { showDetailsSaid } from './details.ts';
import { usageWrong } from './fault.ts';
import { alignColumns, printable, printFacts, textOf } from './layout.ts';
import type { Paint } from './paint.ts';
import { working } from './production.ts';
import { recipeSaid } from './recipes.ts';
import { showJson } from './report.ts';

/** A show as said in words: the recipe by its name or file, details by their file, bumpers under the name of their option. */
export type ShowWords = Omit<ShowDraft, 'recipe' | 'details' | 'intros' | 'outros' | 'bed'> &
  Readonly<{ recipe?: string; details?: string }> &
  BumperWords;

/** Files in the order given, or false to take away what the show has. */
type BumperWords = Readonly<{
  intro?: readonly string[] | false;
  outro?: readonly string[] | false;
  bed?: string | false;
}>;

export const createShow = ({ recipe, details, ...words }: ShowWords, desk: Desk): Promise<void> =>
  withStudio(async (studio) => {
    const chosen = { ...(await recipeSaid(studio, recipe)), ...(await showDetailsSaid(details)) };
    const show = await studio.shows.create({ ...draftOf(words), ...chosen });
    desk.answer(answerOfShow(studio, show, 'is set up.', desk.paint));
  });

export async function editShow(slug: string, changes: Partial<ShowWords>, desk: Desk): Promise<void> {
  if (Object.keys(changes).length === 0)
    throw usageWrong('Nothing was given to change.', 'corridor show edit --help lists what can be changed.');
  await withStudio(async (studio) => {
    const { recipe, details, ...words } = changes;
    const chosen = { ...(await recipeSaid(studio, recipe)), ...(await showDetailsSaid(details)) };
    const show = await studio.shows.edit(slug, { ...draftOf(words), ...chosen });
    await working(studio, () => studio.shows.settle(show.slug, desk.signal));
    desk.answer(answerOfShow(studio, show, 'is changed.', desk.paint));
  });
}

export const publishShow = (slug: string, desk: Desk): Promise<void> =>
  withStudio(async (studio) => {
    studio.shows.publish(slug);
    await working(studio, () => studio.shows.settle(slug, desk.signal));
    desk.answer(answerOfShow(studio, studio.shows.get(slug), 'is published.', desk.paint));
  });

const draftOf = <Words extends BumperWords>({ intro, outro, bed, ...words }: Words) => ({
  ...words,
  ...(intro === undefined ? {} : { intros: intro || [] }),
  ...(outro === undefined ? {} : { outros: outro || [] }),
  ...(bed === undefined ? {} : { bed: bed === false ? null : bed }),
});

export const listShows = (desk: Desk): Promise<void> =>
  withStudio(async (studio) => {
    const shows = studio.shows.list();
    const json = shows.map((show) => ({ ...showJson(show), ...studio.shows.addresses(show) }));
    desk.answer({ json: { shows: json }, text: printShows(studio, shows, desk.paint) });
  });

function answerOfShow(studio: Studio, show: Show, says: string, paint: Paint): Answer {
  const addresses = studio.shows.addresses(show);
  return {
    json: { show: showJson(show), ...addresses },
    text: textOf([
      `${paint.good('✓')} ${paint.strong(printable(show.title))} ${says}`,
      '',
      ...printFacts(factsOf(show, addresses), paint.quiet),
    ]),
  };
}

const factsOf = (show: Show, { feedUrl, pageUrl }: { feedUrl: string; pageUrl: string }) =>
  [
    ['Show', show.slug],
    ['Author', `${show.author} <${show.email}>`],
    ['Category', [show.category.main, show.category.sub].filter(Boolean).join(' > ')],
    ['Language', show.language],
    ['Bumpers', printBumpers(show)],
    ['Recipe', printRecipeName(show)],
    ['Page', pageUrl],
    ['Feed', feedUrl],
  ] as const;

/** `2 intros, outro, bed`; those that there are. */
function printBumpers({ intros, outros, bed }: Show): string {
  const told = [
    ['intro', intros.length],
    ['outro', outros.length],
    ['bed', bed === undefined ? 0 : 1],
  ] as const;
  const words = told.flatMap(([word, count]) => (count > 1 ? `${count} ${word}s` : count === 1 ? word : []));
  return words.join(', ') || 'none';
}

function printRecipeName(show: Show): string {
  const { name, target } = recipeOf({}, show);
  return `${name} (${target.integrated} LUFS)`;
}

function printShows(studio: Studio, shows: readonly Show[], paint: Paint): string {
  if (shows.length === 0)
    return textOf(['No shows yet.', paint.quiet('corridor show create --help says how to set one up.')]);
  const rows = shows.map((show) => [show.slug, studio.shows.addresses(show).feedUrl, show.title]);
  const [head = '', ...lines] = alignColumns([['SHOW', 'FEED', 'TITLE'], ...rows]);
  return textOf([paint.quiet(head), ...lines]);
}
