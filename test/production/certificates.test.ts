import { expect, test } from 'vitest';
import { printCertificate, readCertificate } from '../../src/sound/certificate.ts';
import { goal, heard, openShop } from './shop.ts';

/** The certificate of a production whose figures have all the digits that a double can have. */
function printed(): string {
  const shop = openShop();
  shop.run(goal, (order) => {
    if (order.kind === 'measure') return heard(-20.1234567890123, -17.1234567890123, 60.1234567890123);
    return order.kind === 'prove' ? heard(-16.0123456789012, -2.0123456789012, 178.1234567890123) : undefined;
  });
  const order = shop.done.find(({ kind }) => kind === 'certify');
  if (order?.kind !== 'certify') throw new Error('No certificate was ordered.');
  return printCertificate(order.certificate);
}

test('a certificate has six decimals at most, so that none can be changed unnoticed', () => {
  const text = printed();
  expect(text).toContain('"seconds": 178.123457');
  expect(text).not.toMatch(/\d\.\d{7}|\de-/);
  expect(readCertificate(text).fault).toBeUndefined();
  const decimals = [...text.matchAll(/: -?\d+\.\d*(\d),?$/gm)];
  expect(decimals.length).toBeGreaterThan(8);
  for (const {
    0: { length },
    1: digit,
    index,
  } of decimals) {
    const at = text.lastIndexOf(digit as string, index + length - 1);
    const changed = `${text.slice(0, at)}${(Number(digit) + 1) % 10}${text.slice(at + 1)}`;
    expect(readCertificate(changed)).toEqual({ fault: expect.stringContaining('seal does not fit') });
  }
});
