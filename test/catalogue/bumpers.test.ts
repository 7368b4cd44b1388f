import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Catalogue, openCatalogue } from '../../src/catalogue/catalogue.ts';
import { openDatabase } from '../../src/catalogue/database.ts';
import type { Database } from '../../src/sqlite.ts';
import { hash, openRows, type Rows, recording, showDraft } from './rows.ts';

describe('bumpers of a show', () => {
  let rows: Rows;
  beforeEach(() => {
    rows = openRows();
    for (const digit of ['b', 'c']) rows.catalogue.recordings.add(recording(digit));
  });
  const kept = () => rows.catalogue.shows.byId(rows.show.id);

  test('are read in their order, in every way to find a show', () => {
    const { shows } = rows.catalogue;
    const bumpers = { intros: [hash('c'), hash('a'), hash('c')], outros: [hash('b')], bed: hash('a') };
    shows.change(rows.show.id, bumpers);
    const show = { ...rows.show, ...bumpers };
    expect([kept(), shows.bySlug(show.slug), ...shows.list()]).toEqual([show, show, show]);
  });

  test('are replaced role by role, and taken away', () => {
    const { shows } = rows.catalogue;
    const { id } = rows.show;
    shows.change(id, { intros: [hash('a'), hash('b')], outros: [hash('c')], bed: hash('a') });
    shows.change(id, { intros: [hash('c')] });
    expect(kept()).toMatchObject({ intros: [hash('c')], outros: [hash('c')], bed: hash('a') });
    shows.change(id, { outros: [], bed: null });
    expect(kept()).toEqual({ ...rows.show, intros: [hash('c')] });
    shows.change(id, {});
    expect(kept()).toEqual({ ...rows.show, intros: [hash('c')] });
  });

  test('belong to one show each', () => {
    const { shows } = rows.catalogue;
    const other = { slug: 'other', guid: 'other', intros: [hash('b')] };
    const { id } = shows.add({ ...showDraft, ...other });
    shows.change(rows.show.id, { intros: [hash('a')] });
    shows.change(rows.show.id, { intros: [] });
    expect(shows.byId(id)).toEqual({ ...showDraft, ...other, id });
    expect(kept()).toEqual(rows.show);
  });

  test('that are not there leave everything as it was', () => {
    const { shows } = rows.catalogue;
    shows.change(rows.show.id, { intros: [hash('a')] });
    const change = () => shows.change(rows.show.id, { title: 'Anew', intros: [hash('b'), hash('f')] });
    expect(change).toThrow(/FOREIGN KEY/);
    expect(kept()).toEqual({ ...rows.show, intros: [hash('a')] });
    expect(() => shows.add({ ...showDraft, slug: 'x', guid: 'x', bed: hash('f') })).toThrow(/FOREIGN KEY/);
    expect(shows.bySlug('x')).toBeUndefined();
  });

  test('are guarded by the file itself, until no show uses them', () => {
    const { shows, recordings, file } = rows.catalogue;
    shows.change(rows.show.id, { intros: [hash('a'), hash('b')], bed: hash('c') });
    const deleteFrom = () => file.exec(`DELETE FROM recordings WHERE sha256 = '${hash('b')}'`);
    expect(deleteFrom).toThrow(/FOREIGN KEY/);
    expect(['a', 'b', 'c'].map((digit) => recordings.forgetUnused(hash(digit)))).toEqual([
      false,
      false,
      false,
    ]);
    shows.change(rows.show.id, { intros: [hash('a')] });
    expect(recordings.forgetUnused(hash('b'))).toBe(true);
  });
});

describe('a catalogue in which a show had one intro and one outro', () => {
  const present = fileURLToPath(new URL('../../src/catalogue/migrations', import.meta.url));
  const BEFORE = 2;
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'corridor-bumpers-'));
    path = join(folder, 'catalogue.db');
    const { file } = openDatabase(path, formerMigrations());
    fill(file);
    file.close();
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** The migrations as they were before shows could have several. */
  function formerMigrations(): string {
    const migrations = join(folder, 'migrations');
    cpSync(present, migrations, { recursive: true });
    const file = join(migrations, 'meta/_journal.json');
    const journal = JSON.parse(readFileSync(file, 'utf8')) as { entries: unknown[] };
    writeFileSync(file, JSON.stringify({ ...journal, entries: journal.entries.slice(0, BEFORE) }));
    return migrations;
  }

  function fill(file: Database): void {
    const record = file.prepare("INSERT INTO recordings VALUES (?, 'originals/x.wav', 5, 'x.wav', 1)");
    for (const digit of ['a', 'b', 'c']) record.run(hash(digit));
    const show = file.prepare(
      `INSERT INTO shows (slug, guid, title, description, author, email, language, category, explicit, cover, intro, outro, created_at)
       VALUES (@slug, @slug, 'Talk', 'Talk', 'A', 'a@b.example', 'en', '{"main":"News"}', 0, '{"key":"covers/c.jpg"}', @intro, @outro, 7)`,
    );
    show.run({ slug: 'both', intro: hash('a'), outro: hash('b') });
    show.run({ slug: 'neither', intro: null, outro: null });
    show.run({ slug: 'last', intro: null, outro: hash('a') });
    file
      .prepare(
        `INSERT INTO episodes (show_id, slug, guid, title, notes, chapters, explicit, recording, wish, created_at)
         VALUES (1, 'one', 'g', 'One', '', '[]', 0, ?, 'public', 8)`,
      )
      .run(hash('c'));
  }

  const opened = <T>(use: (catalogue: Catalogue) => T): T => {
    const catalogue = openCatalogue(path);
    try {
      return use(catalogue);
    } finally {
      catalogue.close();
    }
  };

  test('keeps every show with its words, its bumpers, its identity and its episodes', () =>
    opened(({ shows, episodes }) => {
      const bumpers = shows.list().map(({ id, slug, intros, outros }) => ({ id, slug, intros, outros }));
      expect(bumpers).toEqual([
        { id: 1, slug: 'both', intros: [hash('a')], outros: [hash('b')] },
        { id: 2, slug: 'neither', intros: [], outros: [] },
        { id: 3, slug: 'last', intros: [], outros: [hash('a')] },
      ]);
      const words = { title: 'Talk', email: 'a@b.example', category: { main: 'News' }, explicit: false };
      expect(shows.byId(1)).toMatchObject({ ...words, createdAt: new Date(7) });
      expect(episodes.bySlug(1, 'one')?.episode.recording).toBe(hash('c'));
      expect(shows.add({ ...showDraft, slug: 'new', guid: 'new' }).id).toBe(4);
    }));

  test('goes on guarding recordings, episodes and slugs', () =>
    opened(({ shows, recordings, file }) => {
      expect(file.pragma('foreign_keys', { simple: true })).toBe(1);
      for (const digit of ['a', 'b', 'c']) expect(recordings.forgetUnused(hash(digit))).toBe(false);
      expect(() => file.exec('DELETE FROM recordings')).toThrow(/FOREIGN KEY/);
      expect(() => file.exec('DELETE FROM shows WHERE id = 1')).toThrow(/FOREIGN KEY/);
      expect(() => shows.add({ ...showDraft, slug: 'both' })).toThrow(/UNIQUE/);
      shows.change(1, { outros: [] });
      expect(recordings.forgetUnused(hash('b'))).toBe(true);
    }));

  test('is the same however often it is opened, with the former one kept beside it', () => {
    const read = () => opened(({ shows }) => shows.list());
    expect(read()).toEqual(read());
    const { file } = openDatabase(`${path}.before-${BEFORE}`, join(folder, 'migrations'));
    expect(file.prepare('SELECT intro FROM shows WHERE id = 1').pluck().get()).toBe(hash('a'));
    file.close();
  });
});
