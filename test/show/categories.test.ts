import { describe, expect, test } from 'vitest';
import { appleCategories, isAppleCategory, printCategory, readCategory } from '../../src/show/categories.ts';

test('the list is Apple’s: 19 categories and 91 subcategories, without the retired one', () => {
  expect(appleCategories).toHaveLength(110);
  expect(appleCategories.filter(({ sub }) => sub === undefined)).toHaveLength(19);
  expect(isAppleCategory({ main: 'Games & Hobbies' })).toBe(false);
});

test('every category reads back from its printed name', () => {
  for (const category of appleCategories) expect(readCategory(printCategory(category))).toEqual(category);
});

test('blanks around the sign do not matter', () => {
  expect(readCategory('  Business>Careers ')).toEqual({ main: 'Business', sub: 'Careers' });
});

describe('a wrong name is refused with the nearest ones', () => {
  test.each([
    ['technology', 'Technology'],
    ['Buisness', 'Business'],
    ['Business > Carers', 'Business > Careers'],
    ['Careers', 'Business > Careers'],
    ['Mental health', 'Health & Fitness > Mental Health'],
    ['Health and Fitness', 'Health & Fitness'],
  ])('%s', (written, suggested) => {
    expect(() => readCategory(written)).toThrow(
      expect.objectContaining({ code: 'value-invalid', hint: expect.stringContaining(`“${suggested}”`) }),
    );
  });

  test.each(['', '>', 'Business > ', 'constructor', '__proto__'])('“%s”', (written) => {
    expect(() => readCategory(written)).toThrow(expect.objectContaining({ code: 'value-invalid' }));
  });
});
