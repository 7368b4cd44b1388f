import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLocalStore } from '../../src/store/local.ts';
import { objectStoreContract, publicBase } from '../contracts/object-store.ts';

const openTemporary = () => mkdtemp(join(tmpdir(), 'corridor-store-'));
const open = (folder: string) => openLocalStore({ folder, address: 'file:./feed', publicBase });
const plain = { contentType: 'text/plain; charset=utf-8' };

objectStoreContract('a folder', async () => {
  const folder = await openTemporary();
  return {
    store: open(folder),
    leftovers: () => readdir(join(folder, '.incoming')),
    close: () => rm(folder, { recursive: true, force: true }),
  };
});

describe('a folder', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await openTemporary();
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('stands as plain files that a web server can serve', async () => {
    await open(folder).put('show/feed.xml', Buffer.from('<rss/>'), plain);
    expect(await readFile(join(folder, 'show/feed.xml'), 'utf8')).toBe('<rss/>');
    expect((await stat(join(folder, 'show/feed.xml'))).mode & 0o444).toBe(0o444);
  });

  it('takes a consumed file by its name, without copying it', async () => {
    const file = join(folder, '.desk.wav');
    await writeFile(file, 'sound', { mode: 0o600 });
    const before = await stat(file);
    await open(folder).put('moved/talk.wav', { file, consume: true }, plain);
    const after = await stat(join(folder, 'moved/talk.wav'));
    expect(after.ino).toBe(before.ino);
    expect(after.mode & 0o444).toBe(0o444);
  });

  it('takes a consumed file from another disk by copying it', async ({ skip }) => {
    const other = await mkdtemp('/dev/shm/corridor-').catch(() => undefined);
    if (other === undefined || (await stat(other)).dev === (await stat(folder)).dev)
      return skip('there is no second disk at /dev/shm');
    const file = join(other, 'talk.wav');
    await writeFile(file, 'sound');
    await open(folder).put('moved/far.wav', { file, consume: true }, plain);
    expect(existsSync(file)).toBe(false);
    expect(await readFile(join(folder, 'moved/far.wav'), 'utf8')).toBe('sound');
    await rm(other, { recursive: true });
  });

  it('gives type and etag to a file that was put there by hand', async () => {
    const store = open(folder);
    await writeFile(join(folder, 'cover.png'), 'picture');
    const first = await store.head('cover.png');
    expect(first).toMatchObject({
      contentType: 'image/png',
      bytes: 7,
      etag: expect.stringMatching(/^".+"$/),
    });
    expect(await store.head('cover.png')).toEqual(first);
    await writeFile(join(folder, 'cover.png'), 'another');
    expect((await store.head('cover.png'))?.etag).not.toBe(first?.etag);
  });

  it('does not believe its notes once the file was changed by hand, or the note is broken', async () => {
    const store = open(folder);
    const put = await store.put('hand/page.html', Buffer.from('mine'), {
      ...plain,
      cacheControl: 'no-cache',
    });
    await writeFile(join(folder, 'hand/page.html'), 'not mine');
    const changed = await store.head('hand/page.html');
    expect(changed).toMatchObject({ bytes: 8, contentType: 'text/html; charset=utf-8' });
    expect(changed).not.toHaveProperty('cacheControl');
    expect(changed?.etag).not.toBe(put.etag);
    await writeFile(join(folder, '.facts/hand/.page.html.json'), '[{"etag":');
    expect(await store.head('hand/page.html')).toEqual(changed);
  });

  it('keeps telling the facts of the old file until the new one has taken its place', async () => {
    const store = open(folder);
    const first = await store.put('turn/feed.xml', Buffer.from('one'), plain);
    const note = join(folder, '.facts/turn/.feed.xml.json');
    const before = await readFile(join(folder, 'turn/feed.xml'));
    const { mtime, atime } = await stat(join(folder, 'turn/feed.xml'));
    await store.put('turn/feed.xml', Buffer.from('two!'), plain);
    expect(JSON.parse(await readFile(note, 'utf8'))).toHaveLength(2);
    await writeFile(join(folder, 'turn/feed.xml'), before);
    await utimes(join(folder, 'turn/feed.xml'), atime, mtime);
    expect((await store.head('turn/feed.xml'))?.bytes).toBe(first.bytes);
  });

  it('serves a reader the whole old file while a new one takes its place', async () => {
    const store = open(folder);
    await store.put('swap/feed.xml', Buffer.alloc(1_000_000, 'a'), plain);
    const { body } = await store.get('swap/feed.xml');
    await store.put('swap/feed.xml', Buffer.alloc(500, 'b'), plain);
    expect(await text(body)).toBe('a'.repeat(1_000_000));
  });

  it('sweeps what killed processes left more than a day ago', async () => {
    const incoming = join(folder, '.incoming');
    await mkdir(incoming, { recursive: true });
    await writeFile(join(incoming, 'old'), 'x');
    await writeFile(join(incoming, 'young'), 'x');
    const longAgo = new Date(Date.now() - 25 * 3600 * 1000);
    await utimes(join(incoming, 'old'), longAgo, longAgo);
    await open(folder).put('sweep/any', Buffer.from('x'), plain);
    expect(await readdir(incoming)).toEqual(['young']);
  });

  it('takes away folders that a delete left empty, hidden ones too', async () => {
    const store = open(folder);
    await store.put('deep/er/talk', Buffer.from('x'), plain);
    await store.delete('deep/er/talk');
    expect(existsSync(join(folder, 'deep'))).toBe(false);
    expect(existsSync(join(folder, '.facts/deep'))).toBe(false);
    expect(existsSync(folder)).toBe(true);
  });

  it('tells when an object and a folder claim one name', async () => {
    const store = open(folder);
    await store.put('claim', Buffer.from('x'), plain);
    const refusal = { code: 'key-invalid', message: expect.stringContaining('file:./feed') };
    await expect(store.put('claim/deeper', Buffer.from('x'), plain)).rejects.toMatchObject(refusal);
    await store.put('claimed/deeper', Buffer.from('x'), plain);
    await expect(store.put('claimed', Buffer.from('x'), plain)).rejects.toMatchObject(refusal);
    await expect(store.get('claimed')).rejects.toMatchObject({ code: 'object-missing' });
    expect(await readdir(join(folder, '.incoming'))).not.toContainEqual(expect.stringMatching(/-/));
  });

  it('deletes and writes side by side without losing a folder under a writer', async () => {
    const store = open(folder);
    const rounds = Array.from({ length: 60 }, async (_, index) => {
      await store.put(`busy/${index % 3}/${index}`, Buffer.from('x'), plain);
      await store.delete(`busy/${index % 3}/${index}`);
    });
    await expect(Promise.all(rounds)).resolves.toHaveLength(60);
  });

  it('has no address for the public when it is private', () => {
    const store = openLocalStore({ folder, address: 'file:./episodes' });
    expect(() => store.publicUrl('talk.wav')).toThrow(expect.objectContaining({ code: 'settings-invalid' }));
  });
});
