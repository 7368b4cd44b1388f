import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';

/** Guards the floors of docs/architecture.md by reading what every file imports. */

type Import = Readonly<{ file: string; target: string }>;

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .map((name) => join('src', name))
  .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.d.ts'))
  .sort();
const textOf = (file: string): string => readFileSync(file, 'utf8');
const importsOf = (file: string): Import[] =>
  [
    ...textOf(file).matchAll(
      /(?:^|\n)\s*(?:import|export)\s[^'";]*?from\s+'([^']+)'|import\('([^']+)'\)|(?:^|\n)import\s+'([^']+)'/g,
    ),
  ]
    .map((found) => found[1] ?? found[2] ?? found[3] ?? '')
    .map((target) => ({ file, target }));
const imports = files.flatMap(importsOf);
const inner = imports
  .filter(({ target }) => target.startsWith('.'))
  .map(({ file, target }) => ({ file, target: normalize(join(dirname(file), target)) }));
const outer = imports.filter(({ target }) => !target.startsWith('.'));

/** Rooms by floor; what stands higher may import what stands lower, never its neighbours. */
const floors: readonly (readonly string[])[] = [
  ['errors', 'clock', 'zod', 'hashing'],
  ['sqlite'],
  ['show', 'store', 'jobs', 'config'],
  ['sound', 'feed'],
  ['production'],
  ['catalogue', 'workshop'],
  ['studio'],
  ['web'],
  ['cli'],
];
const roomOf = (file: string): string => /^src\/([^/.]+)/.exec(file)?.[1] ?? '';
const floorOf = (file: string): number => floors.findIndex((rooms) => rooms.includes(roomOf(file)));
const thinking = ['show', 'sound', 'production', 'feed'];
const arrow = ({ file, target }: Import): string => `${file} -> ${target}`;

/** `@scope/name` or `name`, with the subpath, since `x` and `x/y` may be two doors. */
const isOuterPackage = (target: string): boolean => !target.startsWith('node:');
/** Not a thing outside but the language that pages are written in. */
const isPageLanguage = ({ file, target }: Import): boolean =>
  /^preact/.test(target) && file.startsWith('src/web/');

describe('the house', () => {
  test('has files, and all of them stand on a floor', () => {
    expect(files.length).toBeGreaterThan(50);
    expect(files.filter((file) => floorOf(file) === -1)).toEqual([]);
  });

  test('imports run down only', () => {
    const up = inner.filter(({ file, target }) => {
      return roomOf(file) !== roomOf(target) && floorOf(file) <= floorOf(target);
    });
    expect(up.map(arrow)).toEqual([]);
  });

  test('imports never run in a circle', () => {
    const next = new Map(
      files.map((file) => [file, inner.filter((i) => i.file === file).map((i) => i.target)]),
    );
    const done = new Set<string>();
    const circles: string[] = [];
    const walk = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(' -> '));
      if (path.includes(file) || done.has(file)) return;
      for (const target of next.get(file) ?? []) walk(target, [...path, file]);
      done.add(file);
    };
    for (const file of files) walk(file, []);
    expect(circles).toEqual([]);
  });

  test('thinking rooms touch no disk, network, process or clock', () => {
    const acting = outer.filter(({ file, target }) => {
      return thinking.includes(roomOf(file)) && target.startsWith('node:') && target !== 'node:crypto';
    });
    expect(acting.map(arrow)).toEqual([]);
    const asking = files
      .filter((file) => thinking.includes(roomOf(file)))
      .filter((file) =>
        /\bnew Date\(\)|Date\.now\(|Math\.random\(|\bprocess\.|\bfetch\(|\.\.\/clock/.test(textOf(file)),
      );
    expect(asking).toEqual([]);
  });

  test('stores, jobs and the workshop never see the catalogue', () => {
    const seen = inner.filter(({ file, target }) => {
      return ['store', 'jobs', 'workshop'].includes(roomOf(file)) && roomOf(target) === 'catalogue';
    });
    expect(seen.map(arrow)).toEqual([]);
  });

  test('every outside package has one door', () => {
    const doors = new Map<string, Set<string>>();
    for (const found of outer.filter((entry) => isOuterPackage(entry.target) && !isPageLanguage(entry))) {
      doors.set(found.target, (doors.get(found.target) ?? new Set()).add(found.file));
    }
    const second = [...doors].filter(([, opened]) => opened.size > 1);
    expect(second.map(([name, opened]) => `${name}: ${[...opened].join(', ')}`)).toEqual([]);
  });

  test('only config.ts reads the environment', () => {
    expect(files.filter((file) => textOf(file).includes('process.env'))).toEqual(['src/config.ts']);
  });

  test('no file has grown into two subjects', () => {
    expect(files.filter((file) => textOf(file).split('\n').length > 350)).toEqual([]);
  });

  test('nothing is called a drawer', () => {
    expect(files.filter((file) => /\/(utils?|helpers?|common|misc|index)\.tsx?$/.test(file))).toEqual([]);
  });
});
