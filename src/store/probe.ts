import { randomUUID } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { CorridorError } from '../errors.ts';
import type { ObjectStore } from './store.ts';

/** Writes, reads and deletes a small object. @throws CorridorError store-unfaithful, and whatever the store throws */
export async function probeStore(store: ObjectStore): Promise<void> {
  const key = `corridor-probe-${randomUUID()}.txt`;
  const sent = Buffer.from(`Corridor looks whether this store keeps what it is given: ${key}\n`);
  await store.put(key, sent, { contentType: 'text/plain; charset=utf-8' });
  try {
    const { body } = await store.get(key);
    if (!sent.equals(await buffer(body)))
      throw unfaithful(store.address, 'gave back other bytes than it was given');
  } finally {
    await store.delete(key);
  }
}

export const objectChanged = (address: string, key: string, cause?: unknown): CorridorError =>
  new CorridorError(
    'object-changed',
    `${key} in the store ${address} was written by somebody else meanwhile.`,
    'Nothing was overwritten. The work is tried again with what stands there now.',
    cause,
  );

export const unfaithful = (address: string, why: string, cause?: unknown): CorridorError =>
  new CorridorError(
    'store-unfaithful',
    `The store ${address} ${why}.`,
    'Try again. If it happens twice, this service alters what it stores: look at S3_CHECKSUMS or choose another one.',
    cause,
  );
