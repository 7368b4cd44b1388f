import { appleCategories, isAppleCategory, printCategory } from '../../show/categories.ts';
import { cleanLine } from '../../show/names.ts';
import type { Category } from '../../show/show.ts';
import type { XmlElement } from '../../show/xml.ts';
import type { Notebook } from './account.ts';
import { withLetters } from './entities.ts';
import { childrenOf } from './parsing.ts';

/** Names that Apple gave up in 2019, and what took their place. */
const retired: Readonly<Record<string, string>> = {
  'games & hobbies': 'Leisure',
  'government & organizations': 'Government',
  'science & medicine': 'Science',
  'sports & recreation': 'Sports',
  'news & politics': 'News > Politics',
  health: 'Health & Fitness',
  'society & culture > history': 'History',
  'business > business news': 'News > Business News',
  'business > management & marketing': 'Business > Management',
  'arts > literature': 'Arts > Books',
};

/** Where a feed names none that Apple knows. */
export const FALLBACK: Category = { main: 'Business' };

const known = new Map(appleCategories.map((category) => [printCategory(category).toLowerCase(), category]));

/** Directories read two. */
const MOST = 20;

/** Those of the channel that Apple knows, in their order: the first one counts. */
export function categoriesIn(channel: XmlElement, notebook: Notebook): readonly Category[] {
  const found = childrenOf(channel, 'itunes:category')
    .slice(0, MOST)
    .flatMap((element) => {
      const main = nameOf(element);
      const sub = childrenOf(element, 'itunes:category').map(nameOf)[0];
      const category = findCategory(main, sub);
      if (category && isAppleCategory({ main, ...(sub ? { sub } : {}) })) return [category];
      const written = `“${main}${sub ? ` > ${sub}` : ''}”`;
      if (main !== '')
        notebook.note(
          category
            ? `Its category ${written} is taken as “${printCategory(category)}”.`
            : `Apple knows no category ${written}; it was left out.`,
        );
      return category ? [category] : [];
    });
  return found.filter((category, i) => found.findIndex(({ main }) => main === category.main) === i);
}

const nameOf = ({ attributes }: XmlElement): string => cleanLine(withLetters(attributes.get('text') ?? ''));

/** Letters large and small count alike; an unknown part of a known category counts as the whole. */
function findCategory(main: string, sub = ''): Category | undefined {
  const names = sub === '' ? [main] : [`${main} > ${sub}`, main];
  return names
    .map((name) => name.toLowerCase().replace(/ and /g, ' & '))
    .map((name) => known.get(name) ?? known.get(retired[name]?.toLowerCase() ?? ''))
    .find((category) => category !== undefined);
}
