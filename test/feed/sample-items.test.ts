import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { printSamples } from '../../src/feed/sample-items.ts';
import { address } from './fixtures.ts';

/** What was printed is kept as long as the samples come out the same: so they have to say all that an item can say. */
const samples = printSamples(address);

const printers = ['item-elements', 'credit-elements', 'transcript-elements'];
const tags = printers.flatMap((name) => {
  const source = readFileSync(`src/feed/${name}.ts`, 'utf8');
  return [...source.matchAll(/'((?:itunes|podcast|psc|content):[A-Za-z]+)'/g)].map(([, tag = '']) => tag);
});

test.each([...new Set(tags), 'pubDate', 'guid', 'link', 'enclosure', 'title', 'description'])(
  'the samples have the tag %s',
  (tag) => {
    expect(samples).toMatch(new RegExp(`<${tag}[ >]`));
  },
);

test('the list of tags was found', () => {
  expect(tags.length).toBeGreaterThan(15);
});

test('another public address gives other samples, the same one the same', () => {
  expect(printSamples((key) => `https://other.example/${key}`)).not.toBe(samples);
  expect(printSamples(address)).toBe(samples);
});
