import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { printDetailsPage } from '../scripts/details.ts';
import { printDetailsSchema, readShowDetails } from '../src/show/details-file.ts';

describe('what is printed from the program, by npm run docs', () => {
  test.each([
    ['templates/details/show.schema.json', () => printDetailsSchema('show')],
    ['templates/details/episode.schema.json', () => printDetailsSchema('episode')],
    ['docs/details.md', printDetailsPage],
  ])('%s', (path, print) => {
    expect(readFileSync(path, 'utf8')).toBe(print());
  });
});

type Schema = Readonly<{
  additionalProperties?: boolean;
  properties?: Readonly<Record<string, Schema>>;
  items?: Schema;
  description?: string;
  required?: readonly string[];
  tag?: string;
  form?: string;
}>;

describe.each(['show', 'episode'] as const)('the schema of the details of a %s', (of) => {
  const schema = JSON.parse(printDetailsSchema(of)) as Schema;
  const within = (part: Schema): Schema[] => [
    part,
    ...[...Object.values(part.properties ?? {}), ...(part.items ? [part.items] : [])].flatMap(within),
  ];
  const fields = within(schema).flatMap(({ properties = {} }) => Object.entries(properties));

  test('asks for nothing', () => {
    expect(schema.required ?? []).toEqual([]);
  });

  test('has no place for unknown fields', () => {
    const parts = within(schema).filter(({ properties }) => properties);
    expect(parts.length).toBeGreaterThan(5);
    expect(parts.filter(({ additionalProperties }) => additionalProperties !== false)).toEqual([]);
  });

  test('says of every field what it is for', () => {
    expect(fields.length).toBeGreaterThan(25);
    expect(fields.filter(([, { description }]) => !description).map(([name]) => name)).toEqual([]);
  });

  test('keeps its own notes to itself', () => {
    expect(within(schema).filter(({ tag, form }) => (tag ?? form) !== undefined)).toEqual([]);
  });
});

test('the example in the docs is one', () => {
  const [, example = ''] = /```json\n([\s\S]*?)```/.exec(printDetailsPage()) ?? [];
  expect(readShowDetails(example, 'example.json').people).toHaveLength(2);
});
