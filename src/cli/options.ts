import { InvalidArgumentError } from './commander.ts';

/** How the words behind an option are read. */

/** @throws InvalidArgumentError */
export function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It is not a whole number.');
  return Number(text);
}

/** Behind a `--no-…` of the same name, which leaves false, a new list begins. */
export const collect = (value: string, before: readonly string[] | false = []): readonly string[] => [
  ...(before || []),
  value,
];
