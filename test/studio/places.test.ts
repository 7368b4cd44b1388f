import { describe, expect, test } from 'vitest';
import { readSettings } from '../../src/config.ts';
import { demandPrivacy } from '../../src/studio/places.ts';

describe('what is private may not lie where the public reads', () => {
  const open = (settings: Record<string, string>) => () => demandPrivacy(readSettings(settings));

  test.each([
    ['the recordings', { EPISODES_STORE: 'file:./feed/private' }, 'EPISODES_STORE'],
    ['both in one folder', { EPISODES_STORE: 'file:./feed' }, 'EPISODES_STORE'],
    ['the catalogue', { CATALOGUE: './feed/catalogue.db', SCRATCH_DIR: './tmp' }, 'CATALOGUE'],
    ['work in progress', { SCRATCH_DIR: 'feed/tmp' }, 'SCRATCH_DIR'],
    ['one bucket', { EPISODES_STORE: 's3://talks', FEED_STORE: 's3://talks/' }, 'EPISODES_STORE'],
    ['a prefix below', { EPISODES_STORE: 's3://talks/a/b', FEED_STORE: 's3://talks/a' }, 'EPISODES_STORE'],
  ])('%s', (_, settings, named) => {
    expect(open(settings)).toThrow(expect.objectContaining({ code: 'settings-invalid' }));
    expect(open(settings)).toThrow(named);
  });

  test.each([
    ['the defaults', {}],
    ['names that only begin alike', { EPISODES_STORE: 'file:./feeds', FEED_STORE: 'file:./feed' }],
    ['the feed inside the private folder', { EPISODES_STORE: 'file:./data', FEED_STORE: 'file:./data/feed' }],
    ['two prefixes of one bucket', { EPISODES_STORE: 's3://talks/in', FEED_STORE: 's3://talks/out' }],
    ['two buckets', { EPISODES_STORE: 's3://talks', FEED_STORE: 's3://talks-public' }],
  ])('%s are fine', (_, settings) => {
    expect(open(settings)).not.toThrow();
  });
});
