import table from 'podcast-categories';
import { CorridorError } from '../errors.ts';
import type { Category } from './show.ts';

/** The package still lists it; Apple retired it in 2019 in favour of Leisure (feed.md 12). */
const RETIRED = 'Games & Hobbies';

/** Apple's list: 19 categories, each followed by its subcategories; 110 in all. */
export const appleCategories: readonly Category[] = Object.entries(table)
  .filter(([main]) => main !== RETIRED)
  .flatMap(([main, subs]) => [{ main }, ...Object.keys(subs).map((sub) => ({ main, sub }))]);

/** `Main` or `Main > Sub`, as people write it. */
export const printCategory = ({ main, sub }: Category): string => (sub ? `${main} > ${sub}` : main);

const names = new Map(appleCategories.map((category) => [printCategory(category), category]));

/** Whether Apple knows the pair, exactly as written: directories compare case and all. */
export const isAppleCategory = (category: Category): boolean => names.has(printCategory(category));

/**
 * Reads `Main` or `Main > Sub`; blanks around the sign do not matter, letters and case do.
 * @throws CorridorError value-invalid, with the nearest names of the list
 */
export function readCategory(text: string): Category {
  const name = text
    .trim()
    .split(/\s*>\s*/)
    .join(' > ');
  const found = names.get(name);
  if (found) return found;
  throw new CorridorError(
    'value-invalid',
    `“${name}” is not in Apple’s list of podcast categories.`,
    `Did you mean ${nearestNames(name).join(' or ')}? Names are compared letter by letter, capitals included.`,
  );
}

function nearestNames(name: string): string[] {
  return [...names.keys()]
    .map((known) => ({ known, distance: distanceTo(known, name) }))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ known }) => `“${known}”`);
}

/** How far a written name is from the whole of a known one, or from its part behind the sign. */
function distanceTo(known: string, name: string): number {
  const written = name.toLowerCase();
  const whole = known.toLowerCase();
  const sub = whole.split(' > ').at(-1) ?? whole;
  const holds = written.length > 3 && whole.includes(written) ? 1 : Number.POSITIVE_INFINITY;
  return Math.min(edits(whole, written), edits(sub, written) + 0.5, holds);
}

/** Levenshtein distance, one row at a time. */
function edits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries()) {
      const replaced = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
