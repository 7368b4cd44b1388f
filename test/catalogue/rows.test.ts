import { beforeEach, describe, expect, test } from 'vitest';
import { podcastRecipe } from '../../src/show/recipe.ts';
import { episodeDraft, hash, openRows, publication, type Rows, recording, showDraft } from './rows.ts';

let rows: Rows;
beforeEach(() => {
  rows = openRows();
});

describe('what was written is read back as it was', () => {
  test('a show, with what is absent absent', () => {
    const { catalogue, show } = rows;
    expect(catalogue.shows.bySlug(show.slug)).toEqual({ ...showDraft, id: show.id });
    expect(catalogue.shows.byId(show.id)).not.toHaveProperty('bed');
    expect(catalogue.shows.byId(show.id)).not.toHaveProperty('link');
    expect(catalogue.shows.byId(show.id)).not.toHaveProperty('recipe');
  });

  test('a show with bumpers and all that people may say', () => {
    const { catalogue } = rows;
    catalogue.recordings.add(recording('b'));
    const full = {
      ...showDraft,
      slug: 'full',
      guid: 'g',
      link: 'https://a.example',
      explicit: true,
      intros: [hash('b'), hash('a'), hash('b')],
      outros: [hash('a')],
      bed: hash('b'),
      recipe: podcastRecipe,
    };
    const { id } = catalogue.shows.add({ ...full, category: { main: 'News' } });
    expect(catalogue.shows.byId(id)).toEqual({ ...full, category: { main: 'News' }, id });
  });

  test('a recording, to the millisecond and past four gigabytes', () => {
    expect(rows.catalogue.recordings.find(hash('a'))).toEqual(recording('a'));
    expect(rows.catalogue.recordings.find(hash('b'))).toBeUndefined();
  });

  test('an episode, by all its names', () => {
    const { catalogue, show, add } = rows;
    const facts = add(1, {
      title: 'Ünïcode 🎧 "quoted"',
      notes: 'a\n\nb',
      createdAt: new Date(1234567890123),
    });
    const { id, slug } = facts.episode;
    expect(facts.episode).toEqual({
      ...episodeDraft(1, {
        title: 'Ünïcode 🎧 "quoted"',
        notes: 'a\n\nb',
        createdAt: new Date(1234567890123),
      }),
      showId: show.id,
      id,
    });
    expect(catalogue.episodes.byId(id)).toEqual(facts);
    expect(catalogue.episodes.bySlug(show.id, slug)).toEqual(facts);
    expect(catalogue.episodes.namedSo(slug)).toEqual([facts]);
    expect(catalogue.episodes.byRecording(show.id, hash('a'))).toEqual(facts);
    expect(facts).not.toHaveProperty('master');
  });

  test('the recipe of an episode, given at once or later', () => {
    const { catalogue, add } = rows;
    const [one, two] = [add(1, { recipe: podcastRecipe }), add(2)];
    expect(catalogue.episodes.byId(one.episode.id)?.episode.recipe).toEqual(podcastRecipe);
    expect(two.episode).not.toHaveProperty('recipe');
    catalogue.episodes.change(two.episode.id, { recipe: podcastRecipe });
    expect(catalogue.episodes.byId(two.episode.id)?.episode).toEqual({
      ...two.episode,
      recipe: podcastRecipe,
    });
  });

  test('a publication, with its moments', () => {
    const { catalogue, add } = rows;
    const { id } = add(1).episode;
    catalogue.episodes.publish(id, publication);
    expect(catalogue.episodes.byId(id)?.publication).toEqual(publication);
    catalogue.episodes.unpublish(id);
    expect(catalogue.episodes.byId(id)).not.toHaveProperty('publication');
  });

  test('a delivery of any shape', () => {
    const { deliveries } = rows.catalogue;
    const body = { recipe: podcastRecipe, list: [1, { a: null }], text: '🎧' };
    deliveries.add({ fingerprint: 'f', kind: 'tag', body, madeAt: new Date(5) });
    expect(deliveries.find('f')).toEqual(body);
    expect(deliveries.find('g')).toBeUndefined();
  });
});

describe('changes', () => {
  test('of a show leave the rest', () => {
    const { catalogue, show } = rows;
    catalogue.shows.change(show.id, { title: 'Anew' });
    expect(catalogue.shows.byId(show.id)).toEqual({ ...show, title: 'Anew' });
  });

  test('of an episode leave the rest; none at all is no fault', () => {
    const { catalogue, add } = rows;
    const { episode } = add(1);
    catalogue.episodes.change(episode.id, {});
    catalogue.episodes.change(episode.id, { chapters: [], wish: 'draft' });
    expect(catalogue.episodes.byId(episode.id)?.episode).toEqual({ ...episode, chapters: [], wish: 'draft' });
  });

  test('the first of two equal deliveries stays, until it is forgotten', () => {
    const { deliveries } = rows.catalogue;
    const add = (body: string) =>
      deliveries.add({ fingerprint: 'f', kind: 'tag', body, madeAt: new Date(5) });
    add('first');
    add('second');
    expect(deliveries.find('f')).toBe('first');
    deliveries.forget('f');
    add('third');
    expect(deliveries.find('f')).toBe('third');
  });

  test('a recording that is known stays as it was', () => {
    const { recordings } = rows.catalogue;
    recordings.add({ ...recording('a'), name: 'other.wav' });
    expect(recordings.find(hash('a'))?.name).toBe(recording('a').name);
  });

  test('together are all or nothing', () => {
    const { catalogue, add } = rows;
    const fail = () =>
      catalogue.together(() => {
        add(1);
        throw new Error('halfway');
      });
    expect(fail).toThrow('halfway');
    expect(catalogue.episodes.list()).toEqual([]);
  });
});

describe('what the schema forbids', () => {
  test.each([
    ['an episode of a show that is not there', { showId: 99 }, /FOREIGN KEY/],
    ['an episode of a recording that is not there', { recording: hash('f') }, /FOREIGN KEY/],
  ])('%s', (_, changes, message) => {
    expect(() => rows.add(1, changes)).toThrow(message);
  });

  test('two shows of one slug, two episodes of one slug in a show, two of one guid', () => {
    const { catalogue, add } = rows;
    add(1);
    expect(() => catalogue.shows.add({ ...showDraft, guid: 'other' })).toThrow();
    expect(() => add(2, { slug: 'episode-1' })).toThrow();
    expect(() => add(2, { guid: add(3).episode.guid })).toThrow();
    expect(() => add(2)).not.toThrow();
  });

  test('an identity is never given twice, even after the newest is gone', () => {
    const { catalogue, add } = rows;
    const { id } = add(1).episode;
    catalogue.episodes.remove(id);
    expect(add(2).episode.id).toBeGreaterThan(id);
  });
});
