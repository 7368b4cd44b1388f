import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { printSettings, readSettings, table } from '../src/config.ts';

const faultsOf = (environment: Record<string, string>): string => {
  try {
    readSettings(environment);
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : '';
  }
  return '';
};

describe('settings', () => {
  test('nothing has to be set', () => {
    expect(readSettings({})).toMatchObject({
      EPISODES_STORE: 'file:./episodes',
      FEED_STORE: 'file:./feed',
      PUBLIC_URL: 'http://localhost:8080/feed',
      HOST: '127.0.0.1',
      PORT: 8080,
      WORKERS: 2,
      S3_FORCE_PATH_STYLE: false,
      UPLOAD_LIMIT: 8e9,
    });
  });

  test('an empty value counts as absent', () => {
    const empty = Object.fromEntries(Object.keys(table).map((name) => [name, '']));
    expect(readSettings(empty)).toEqual(readSettings({}));
  });

  test.each([
    [{ PORT: '9000' }, { PUBLIC_URL: 'http://localhost:9000/feed' }],
    [{ PUBLIC_URL: 'https://a.example/feed//' }, { PUBLIC_URL: 'https://a.example/feed' }],
    [{ S3_ENDPOINT: 'http://s3.local:9000' }, { S3_FORCE_PATH_STYLE: true }],
    [{ S3_ENDPOINT: 'http://s3.local:9000', S3_FORCE_PATH_STYLE: 'false' }, { S3_FORCE_PATH_STYLE: false }],
    [{ FEED_STORE: 's3://my-bucket/a/b' }, { FEED_STORE: 's3://my-bucket/a/b' }],
    [{ DISK_RESERVE: '0' }, { DISK_RESERVE: 0 }],
  ])('%j gives %j', (environment, settings) => {
    expect(readSettings(environment)).toMatchObject(settings);
  });

  test.each([
    ['PORT', 'http'],
    ['PORT', '65536'],
    ['WORKERS', '0'],
    ['WORKERS', '1.5'],
    ['PUBLIC_URL', 'ftp://a.example'],
    ['PUBLIC_URL', 'podcasts'],
    ['FEED_STORE', 'feed'],
    ['FEED_STORE', 's3://A'],
    ['CORRIDOR_TOKEN', 'short'],
    ['S3_CHECKSUMS', 'always'],
    ['S3_FORCE_PATH_STYLE', 'perhaps'],
    ['UPLOAD_LIMIT', '-1'],
    ['LOG_LEVEL', 'loud'],
    ['WEBSUB_HUBS', 'https://hub.example ftp://hub.example'],
  ])('%s=%s is refused by name', (name, value) => {
    expect(faultsOf({ [name]: value })).toMatch(new RegExp(`^Settings that cannot be used: ${name}: `));
  });

  test('of several addresses the one that is none is told', () => {
    expect(faultsOf({ WEBSUB_HUBS: 'http://127.0.0.1:9 ftp://hub.example' })).toContain(
      'WEBSUB_HUBS: “ftp://hub.example” is no address that begins with https:// or http://',
    );
  });

  test('all faults are told together', () => {
    const told = faultsOf({ PORT: 'x', WORKERS: 'y', FEED_STORE: 'z' });
    for (const name of ['PORT: ', 'WORKERS: ', 'FEED_STORE: ']) expect(told).toContain(name);
  });

  test('a secret that is refused is not repeated', () => {
    expect(faultsOf({ CORRIDOR_TOKEN: 'hunter2' })).not.toContain('hunter2');
  });
});

describe('the page about settings', () => {
  test('has a row for each', () => {
    const rows = printSettings().split('\n').slice(2);
    expect(rows.map((row) => row.split('`')[1])).toEqual(Object.keys(table));
    for (const row of rows) expect(row).toMatch(/^\| `[A-Z0-9_]+` \| .*\| .+[.`] \|$/);
  });

  test('is the one in docs', () => {
    expect(readFileSync('docs/configuration.md', 'utf8')).toContain(printSettings());
  });
});
