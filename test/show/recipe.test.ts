import { describe, expect, test } from 'vitest';
import { podcastRecipe, recipeOf } from '../../src/show/recipe.ts';
import { printRecipe, readRecipe } from '../../src/show/recipe-file.ts';

const read = (recipe: unknown) => readRecipe(JSON.stringify(recipe), 'mine.json');
const faultOf = (text: string): unknown => {
  try {
    readRecipe(text, 'mine.json');
  } catch (thrown) {
    return thrown;
  }
  return undefined;
};

describe('a file', () => {
  test('with a name alone is the usual recipe', () => {
    expect(read({ name: 'podcast' })).toEqual(podcastRecipe);
  });

  test('says what is different, at any depth', () => {
    const said = {
      name: 'mine',
      target: { integrated: -19.5 },
      assembly: { bed: { level: 20 } },
      formats: { mp3: { bitrate: { stereo: 192 } }, opus: { bitrate: 48 } },
    };
    const { target, assembly, formats } = podcastRecipe;
    expect(read(said)).toEqual({
      ...podcastRecipe,
      name: 'mine',
      target: { ...target, integrated: -19.5 },
      assembly: { ...assembly, bed: { ...assembly.bed, level: 20 } },
      formats: {
        ...formats,
        mp3: { ...formats.mp3, bitrate: { ...formats.mp3.bitrate, stereo: 192 } },
        opus: { bitrate: 48 },
      },
    });
  });

  test('may begin with a byte order mark, and name its schema', () => {
    expect(readRecipe('\uFEFF{"$schema": "./recipe.schema.json", "name": "podcast"}', 'a')).toEqual(
      podcastRecipe,
    );
  });

  test('is printed with all fields, and read back as it was', () => {
    const recipe = read({ name: 'mine', silence: { longestPause: 2 }, formats: { m4a: { bitrate: 96 } } });
    expect(readRecipe(printRecipe(recipe), 'printed')).toEqual(recipe);
    expect(readRecipe(printRecipe(podcastRecipe), 'printed')).toEqual(podcastRecipe);
  });
});

describe('within its range', () => {
  test.each([
    { target: { integrated: -40, tolerance: 0.1, truePeak: -9 } },
    { target: { integrated: -8, tolerance: 1, truePeak: 0 } },
    { silence: { trim: false, longestPause: 0.5 } },
    { silence: { longestPause: null } },
    { assembly: { overlap: 0, fade: 0, bed: { level: 0, duck: 0, seconds: 0 } } },
    { formats: { mp3: { bitrate: { stereo: 320, mono: 32 }, channels: 'mono' } } },
    { formats: { m4a: false, opus: false } },
    { formats: { m4a: { bitrate: 32 }, opus: { bitrate: 256 } } },
    { levelling: 'off', cleaning: { hum: 'on', noise: 'off', clicks: 'auto' } },
  ])('%j is taken as it is', (said) => {
    expect(read({ name: 'mine', ...said })).toMatchObject({ name: 'mine', ...said });
  });
});

describe('refused, with field and range', () => {
  const cases: readonly (readonly [said: object, tells: string])[] = [
    [{ name: undefined }, 'name is missing; it has to be lower-case letters'],
    [{ name: 'My Show' }, 'name is "My Show", but has to be lower-case letters'],
    [{ name: '../podcast' }, 'name is "../podcast"'],
    [{ name: 'x'.repeat(61) }, 'name is "xxx'],
    [{ target: { integrated: -7 } }, 'target.integrated is -7, but has to be a number from -40 to -8 (LUFS)'],
    [{ target: { integrated: -41 } }, 'target.integrated is -41'],
    [{ target: { integrated: '-16' } }, 'target.integrated is "-16"'],
    [{ target: { tolerance: 0 } }, 'target.tolerance is 0, but has to be a number from 0.1 to 1 (LU)'],
    [{ target: { truePeak: 0.1 } }, 'a number from -9 to 0 (dBTP)'],
    [{ target: null }, 'target is null, but has to be an object with integrated, tolerance, truePeak'],
    [{ levelling: 'much' }, 'levelling is "much", but has to be "off" or "gentle" or "strong"'],
    [{ cleaning: { hum: true } }, 'cleaning.hum is true, but has to be "auto" or "on" or "off"'],
    [{ silence: { trim: 'yes' } }, 'silence.trim is "yes", but has to be true or false'],
    [{ silence: { longestPause: '2' } }, 'silence.longestPause is "2", but has to be null or a number'],
    [{ silence: { longestPause: 0.1 } }, 'silence.longestPause is 0.1'],
    [{ assembly: { overlap: -1 } }, 'assembly.overlap is -1, but has to be a number from 0 to 30 (seconds)'],
    [{ assembly: { bed: { duck: 61 } } }, 'assembly.bed.duck is 61'],
    [{ formats: { mp3: false } }, 'formats.mp3 is false, but has to be an object with bitrate, channels'],
    [
      { formats: { mp3: { bitrate: { stereo: 127 } } } },
      'formats.mp3.bitrate.stereo is 127, but has to be one',
    ],
    [{ formats: { mp3: { channels: 'stereo' } } }, 'has to be "joint-stereo" or "mono"'],
    [{ formats: { m4a: true } }, 'formats.m4a is true, but has to be false, or {"bitrate": N}'],
    [{ formats: { m4a: { bitrate: 8 } } }, 'formats.m4a.bitrate is 8, but has to be a whole number from 32'],
    [{ formats: { m4a: { bitrate: 64.5 } } }, 'formats.m4a is {"bitrate":64.5}, but has to be false, or'],
    [{ formats: { opus: {} } }, 'formats.opus is {}, but has to be false, or'],
    [{ target: { lufs: -16 } }, 'target has no field "lufs" (it has integrated, tolerance, truePeak)'],
    [{ loudness: -16 }, 'it has no field "loudness" (it has name, target, levelling, '],
    // What only the present engine reads cannot be said.
    [{ crossfade: 2 }, 'it has no field "crossfade"'],
  ];

  test.each(cases)('%j', (said, tells) => {
    const fault = faultOf(JSON.stringify({ name: 'mine', ...said }));
    expect(fault).toMatchObject({
      code: 'recipe-invalid',
      message: expect.stringContaining(tells),
      hint: expect.stringContaining('docs/recipes.md'),
    });
    expect(String(fault)).toContain('The recipe mine.json cannot be used: ');
  });

  test('all faults together', () => {
    const fault = String(faultOf('{"name": "a", "levelling": 1, "target": {"truePeak": 3}, "tempo": 2}'));
    for (const field of ['levelling is 1', 'target.truePeak is 3', 'no field "tempo"'])
      expect(fault).toContain(field);
  });

  test('a long value only by its beginning', () => {
    expect(String(faultOf(`{"name": "${'ab '.repeat(1000)}"}`)).length).toBeLessThan(250);
  });

  test.each(['', 'podcast', '{name: 1}', '{"name": "a",}', '\u0000\u0001'])(
    '%j, which is no JSON',
    (text) => {
      expect(faultOf(text)).toMatchObject({
        code: 'recipe-invalid',
        message: expect.stringMatching(/^The recipe mine\.json is no JSON: /),
      });
    },
  );

  test.each(['null', '[]', '"podcast"', '-16'])('%s, which is no object', (text) => {
    expect(faultOf(text)).toMatchObject({
      code: 'recipe-invalid',
      message: expect.stringContaining(`it is ${text}, but has to be an object with name, target`),
    });
  });

  test.each([
    '{"name": "a", "target": {"integrated": 1e999}}',
    '{"name": "a", "__proto__": {"levelling": 1}}',
  ])('%s', (text) => expect(faultOf(text)).toMatchObject({ code: 'recipe-invalid' }));
});

describe('the recipe of an episode', () => {
  const [own, shows] = [{ recipe: read({ name: 'own' }) }, { recipe: read({ name: 'shows' }) }];
  test.each([
    ['its own', own, shows, 'own'],
    ['its show’s', {}, shows, 'shows'],
    ['the usual one', {}, {}, 'podcast'],
  ])('is %s', (_, episode, show, name) => {
    expect(recipeOf(episode, show).name).toBe(name);
  });
});
