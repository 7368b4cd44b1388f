import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Catalogue } from '../../src/catalogue/catalogue.ts';
import { hash, master, openRows, publication, recording } from './rows.ts';

/** Revisions and the outline of what is public, as the migration's trigger and index keep them. */
let catalogue: Catalogue;
let showId: number;
let id: number;
beforeEach(() => {
  const rows = openRows();
  catalogue = rows.catalogue;
  catalogue.recordings.add(recording('b'));
  showId = rows.show.id;
  id = rows.add(1).episode.id;
  catalogue.episodes.publish(id, publication);
});
afterEach(() => catalogue.close());

const outline = () => catalogue.episodes.standing(showId)[0];
const revision = () => catalogue.file.prepare('SELECT revision FROM episodes WHERE id = ?').pluck().get(id);

describe('the revision of an episode', () => {
  const problem = { code: 'unexpected', message: 'It failed.', hint: 'Try again.' } as const;
  test.each<[string, () => void]>([
    ['change', () => catalogue.episodes.change(id, { title: 'Another' })],
    ['publish', () => catalogue.episodes.publish(id, publication)],
    ['unpublish', () => catalogue.episodes.unpublish(id)],
    ['finish', () => catalogue.episodes.finish(id, { failure: problem as never })],
    ['reopen', () => catalogue.episodes.reopen(id)],
    ['mintPublishedAt', () => void catalogue.episodes.mintPublishedAt(id, new Date())],
    ['any other program', () => void catalogue.file.exec("UPDATE episodes SET title = 'By hand'")],
  ])('is raised by %s', (_, write) => {
    const before = Number(revision());
    write();
    expect(revision()).toBe(before + 1);
  });

  test('is raised by restore, and is no part of an episode', () => {
    const [one] = catalogue.episodes.published(showId);
    const before = Number(revision());
    if (one) catalogue.episodes.restore(one);
    expect(revision()).toBeGreaterThan(before);
    expect(one?.episode).not.toHaveProperty('revision');
    expect(catalogue.episodes.byId(id)?.episode).not.toHaveProperty('revision');
  });
});

describe('the outline', () => {
  test('says what the whole row says', () => {
    const { title: _, ...rest } = catalogue.episodes.byId(id)?.episode ?? { title: '' };
    const { publishedAt, changedAt } = publication;
    expect(outline()).toMatchObject({ publication: { publishedAt, changedAt }, revision: revision() });
    expect(rest).toMatchObject(outline()?.episode ?? {});
    expect(catalogue.episodes.publishedAmong([id])).toEqual([
      { ...catalogue.episodes.published(showId)[0], revision: revision() },
    ]);
  });

  test('is read from its index alone', () => {
    const seen: string[] = [];
    const { file } = catalogue;
    const prepare = file.prepare.bind(file);
    file.prepare = ((text: string) => {
      seen.push(text);
      return prepare(text);
    }) as typeof file.prepare;
    catalogue.episodes.standing(showId);
    const plan = prepare<[number], { detail: string }>(`EXPLAIN QUERY PLAN ${seen[0]}`).all(showId);
    expect(plan.map(({ detail }) => detail)).toEqual([
      'SEARCH episodes USING COVERING INDEX episodes_standing (show_id=?)',
    ]);
  });
});

describe('printed items', () => {
  const row = (text: string) => ({ episodeId: id, revision: 1, text: Buffer.from(text) });

  test('are found by show and fingerprint, the last one only', () => {
    catalogue.printedItems.keep(showId, 'one', [row('first')]);
    catalogue.printedItems.keep(showId, 'one', [row('second')]);
    expect(String(catalogue.printedItems.ofShow(showId, 'one').get(id)?.text)).toBe('second');
    expect(catalogue.printedItems.ofShow(showId, 'two').size).toBe(0);
    expect(catalogue.printedItems.ofShow(showId + 1, 'one').size).toBe(0);
  });

  test('of an episode that is removed are gone, and not kept again', () => {
    catalogue.printedItems.keep(showId, 'one', [row('first')]);
    catalogue.episodes.remove(id);
    catalogue.printedItems.keep(showId, 'one', [row('late')]);
    expect(catalogue.printedItems.ofShow(showId, 'one').size).toBe(0);
  });
});

test('only an episode whose sound is another one is looked at as unpublished', () => {
  catalogue.episodes.finish(id, { master });
  expect(catalogue.episodes.unpublished()).toEqual([]);
  const enclosure = { ...master.enclosure, sha256: hash('b') };
  catalogue.episodes.finish(id, { master: { ...master, enclosure } });
  expect(catalogue.episodes.unpublished()).toHaveLength(1);
});
