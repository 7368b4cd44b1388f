import { beforeEach, describe, expect, test } from 'vitest';
import type { Problem } from '../../src/errors.ts';
import type { Episode, EpisodeFacts, Publication } from '../../src/show/episode.ts';
import { hash, master, openRows, publication, type Rows, recording, showDraft } from './rows.ts';

let rows: Rows;
beforeEach(() => {
  rows = openRows();
});

const failure: Problem = { code: 'recording-silent', message: 'Silence.', hint: 'Speak.' };
const other: Publication = {
  ...publication,
  master: { ...master, enclosure: { ...master.enclosure, sha256: hash('f') } },
};

type Case = Readonly<{
  what: string;
  wish: Episode['wish'];
  after?: (id: number) => void;
  in: readonly ('inProduction' | 'unpublished' | 'published')[];
}>;

const finish = (id: number) => rows.catalogue.episodes.finish(id, { master });
const publish = (id: number, what = publication) => rows.catalogue.episodes.publish(id, what);
const fail = (id: number) => rows.catalogue.episodes.finish(id, { failure });

const cases: readonly Case[] = [
  { what: 'new, wished public', wish: 'public', in: ['inProduction'] },
  { what: 'a new draft', wish: 'draft', in: ['inProduction'] },
  { what: 'withdrawn before its master was made', wish: 'withdrawn', in: [] },
  { what: 'failed', wish: 'public', after: fail, in: [] },
  { what: 'a finished draft', wish: 'draft', after: finish, in: [] },
  { what: 'finished, wished public', wish: 'public', after: finish, in: ['unpublished'] },
  {
    what: 'public as it should be',
    wish: 'public',
    after: (id) => [finish(id), publish(id)],
    in: ['published'],
  },
  {
    what: 'public with an older master',
    wish: 'public',
    after: (id) => [finish(id), publish(id, other)],
    in: ['unpublished', 'published'],
  },
  {
    what: 'public, and in work once more',
    wish: 'public',
    after: (id) => publish(id),
    in: ['inProduction', 'published'],
  },
  {
    what: 'withdrawn, but still heard',
    wish: 'withdrawn',
    after: (id) => [finish(id), publish(id)],
    in: ['unpublished', 'published'],
  },
  { what: 'withdrawn and gone', wish: 'withdrawn', after: finish, in: [] },
];

describe('what is owed', () => {
  test.each(cases)('$what: $in', ({ wish, after, in: lists }) => {
    const { catalogue, show, add } = rows;
    const { id } = add(1, { wish }).episode;
    after?.(id);
    const has = (list: readonly { episode: Episode }[]) => list.some(({ episode }) => episode.id === id);
    const { episodes } = catalogue;
    expect({
      inProduction: has(episodes.inProduction()),
      unpublished: has(episodes.unpublished()),
      published: has(episodes.published(show.id)),
    }).toEqual({
      inProduction: lists.includes('inProduction'),
      unpublished: lists.includes('unpublished'),
      published: lists.includes('published'),
    });
  });

  test('only the show’s own episodes are published in it', () => {
    const { catalogue, show, add } = rows;
    const second = catalogue.shows.add({ ...showDraft, slug: 'second', guid: 'second' });
    publish(add(1).episode.id);
    publish(add(2, { showId: second.id }).episode.id);
    expect(catalogue.episodes.published(show.id).map(({ episode }) => episode.slug)).toEqual(['episode-1']);
    expect(catalogue.episodes.list(second.id).map(({ episode }) => episode.slug)).toEqual(['episode-2']);
  });
});

describe('an outcome', () => {
  const facts = (id: number): EpisodeFacts | undefined => rows.catalogue.episodes.byId(id);

  test('a master takes the failure away', () => {
    const { id } = rows.add(1).episode;
    fail(id);
    expect(facts(id)).toMatchObject({ failure });
    finish(id);
    expect(facts(id)).toMatchObject({ master });
    expect(facts(id)).not.toHaveProperty('failure');
  });

  test('back to work means neither', () => {
    const { id } = rows.add(1).episode;
    finish(id);
    rows.catalogue.episodes.reopen(id);
    expect(Object.keys(facts(id) ?? {})).toEqual(['episode']);
  });
});

describe('the moment of first publication', () => {
  test('is minted once and outlives withdrawal', () => {
    const { episodes } = rows.catalogue;
    const { id } = rows.add(1).episode;
    const first = new Date('2026-03-03T08:00:00.250Z');
    expect(episodes.mintPublishedAt(id, first)).toEqual(first);
    episodes.publish(id, publication);
    episodes.unpublish(id);
    expect(episodes.mintPublishedAt(id, new Date('2027-01-01'))).toEqual(first);
  });
});

describe('lists', () => {
  test('are newest first', () => {
    const ids = [1, 2, 3].map((n) => rows.add(n).episode.id);
    expect(rows.catalogue.episodes.list().map(({ episode }) => episode.id)).toEqual(ids.reverse());
  });

  test('the oldest episode with a recording is its twin', () => {
    const { id } = rows.add(1).episode;
    rows.add(2);
    expect(rows.catalogue.episodes.byRecording(rows.show.id, hash('a'))?.episode.id).toBe(id);
  });
});

describe('forgetting a recording', () => {
  test('happens when nothing uses it, once', () => {
    const { recordings } = rows.catalogue;
    expect(recordings.forgetUnused(hash('a'))).toBe(true);
    expect(recordings.find(hash('a'))).toBeUndefined();
    expect(recordings.forgetUnused(hash('a'))).toBe(false);
  });

  test.each([
    ['an episode', () => void rows.add(1)],
    ['an intro', () => rows.catalogue.shows.change(rows.show.id, { intros: [hash('a')] })],
    ['an outro', () => rows.catalogue.shows.change(rows.show.id, { outros: [hash('a')] })],
    ['music under the first words', () => rows.catalogue.shows.change(rows.show.id, { bed: hash('a') })],
  ])('does not happen while %s uses it', (_, use) => {
    const { recordings } = rows.catalogue;
    use();
    recordings.add(recording('b'));
    expect(recordings.forgetUnused(hash('a'))).toBe(false);
    expect(recordings.forgetUnused(hash('b'))).toBe(true);
    expect(recordings.find(hash('a'))?.sha256).toBe(hash('a'));
  });
});
