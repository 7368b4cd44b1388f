import { describe, expect, test } from 'vitest';
import { fingerprintOf, type WorkOrder } from '../../src/production/orders.ts';
import { planMaster } from '../../src/sound/mastering.ts';
import { measured, recipe } from '../sound/parts.ts';
import { goal, source } from './shop.ts';

const plan = planMaster([measured('intro'), measured('talk')], recipe);
const orders: readonly WorkOrder[] = [
  { kind: 'inspect', source: source('talk') },
  {
    kind: 'measure',
    source: source('talk'),
    channels: 2,
    shape: 'stereo',
    sampleRate: 48_000,
    treatment: { hum: 50, noise: 6, clicks: false },
    seconds: 60,
  },
  { kind: 'render', plan, attempt: 0 },
  { kind: 'prove', render: source('render'), seconds: 60, attempt: 0 },
  { kind: 'convert', plan, format: 'opus', bitrate: 64, attempt: 0 },
  { kind: 'tag', render: source('render'), sheet: { ...goal.sheet, cover: source('cover'), seconds: 60 } },
  { kind: 'tag', render: source('render'), sheet: { ...goal.sheet, seconds: 60 }, format: 'm4a' },
];

type Path = readonly (string | number)[];

/** Every place in a value where something stands that is no list and no object. */
function leavesOf(value: unknown, path: Path = []): Path[] {
  if (value === null || typeof value !== 'object') return [path];
  return Object.entries(value).flatMap(([key, entry]) => leavesOf(entry, [...path, key]));
}

/** The same value with another leaf at one place. */
function altered(value: unknown, [key, ...rest]: Path): unknown {
  if (key === undefined) return typeof value === 'number' ? value + 0.001 : `${String(value)}x`;
  if (Array.isArray(value))
    return value.map((entry, i) => (i === Number(key) ? altered(entry, rest) : entry));
  const entries = Object.entries(value as object);
  return Object.fromEntries(
    entries.map(([name, entry]) => [name, name === key ? altered(entry, rest) : entry]),
  );
}

/** The same data with the keys of every object in the opposite order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).reverse();
  return Object.fromEntries(entries.map(([key, entry]) => [key, reversed(entry)]));
}

describe.each(orders)('the fingerprint of $kind', (order) => {
  test('is a hash that stays under another order of keys', () => {
    expect(fingerprintOf(order)).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.stringify(reversed(order))).not.toBe(JSON.stringify(order));
    expect(fingerprintOf(reversed(order) as WorkOrder)).toBe(fingerprintOf(order));
  });

  test('survives the way through a queue', () => {
    expect(fingerprintOf(JSON.parse(JSON.stringify(order)) as WorkOrder)).toBe(fingerprintOf(order));
  });

  test.each(leavesOf(order).map((path) => [path.join('.'), path] as const))('changes with %s', (_, path) => {
    expect(fingerprintOf(altered(order, path) as WorkOrder)).not.toBe(fingerprintOf(order));
  });
});

test('what is absent and what is undefined are the same', () => {
  const order = { kind: 'inspect', source: source('talk') } as const;
  expect(fingerprintOf({ ...order, extra: undefined } as WorkOrder)).toBe(fingerprintOf(order));
});

test('the order of chapters matters, since they are a list', () => {
  const sheet = { ...goal.sheet, seconds: 60 };
  const order = { kind: 'tag', render: source('render'), sheet } as const;
  const turned = { ...order, sheet: { ...sheet, chapters: [...sheet.chapters].reverse() } };
  expect(fingerprintOf(turned)).not.toBe(fingerprintOf(order));
});

test('fingerprints stay from one version to the next, or all would be made again', () => {
  const order: WorkOrder = { kind: 'inspect', source: { key: 'originals/a.wav', sha256: 'a' } };
  expect(fingerprintOf(order)).toBe('721690d5c4a3b09e3ceab4e251d8aac677695fd576ffd8e6979b0e7d99e3f29f');
});
