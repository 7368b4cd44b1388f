import { z } from '../zod.ts';

/**
 * Kinds of fields, each with the sentence that people read and the value that stands in where it is left out. A fault
 * is told as the rest of a sentence that begins with the field's name.
 */
export const wants = (what: string) => ({
  error: ({ input }: { input?: unknown }) =>
    input === undefined ? `is missing; it has to be ${what}` : `is ${print(input)}, but has to be ${what}`,
});

function print(input: unknown): string {
  const text = JSON.stringify(input) ?? String(input);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

/** Fields that belong together; one that is not among them is refused. */
export function part<T extends z.core.$ZodLooseShape>(shape: T) {
  const names = Object.keys(shape)
    .filter((name) => !name.startsWith('$'))
    .join(', ');
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `has no field ${issue.keys.map(print).join(', ')} (it has ${names})`
        : `is ${print(issue.input)}, but has to be an object with ${names}`,
  });
}

type Range = readonly [from: number, to: number];

export function figure(says: string, unit: string, range: Range, fallback: number) {
  return figureIn(unit, range).describe(`${says}, in ${unit}.`).default(fallback);
}

export const figureOrNull = (says: string, unit: string, range: Range, fallback: number | null) =>
  z
    .union([figureIn(unit, range), z.null()], wants(`null or ${rangeOf(unit, range)}`))
    .describe(says)
    .default(fallback);

function figureIn(unit: string, range: Range) {
  const wish = wants(rangeOf(unit, range));
  return z.number(wish).min(range[0], wish).max(range[1], wish);
}

const rangeOf = (unit: string, [from, to]: Range): string => `a number from ${from} to ${to} (${unit})`;

export const choice = <const T extends string>(says: string, words: readonly T[], fallback: NoInfer<T>) =>
  z
    .enum(words, wants(words.map((word) => `"${word}"`).join(' or ')))
    .describe(says)
    .default(fallback as T);

export const flag = (says: string, fallback: boolean) =>
  z.boolean(wants('true or false')).describe(says).default(fallback);
