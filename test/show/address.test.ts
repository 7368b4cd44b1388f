import { expect, test } from 'vitest';
import { asciiAddress, readAddress } from '../../src/show/address.ts';

test('an address is read the same however often it was asked for: umlauts, too', () => {
  let wrong = 0;
  for (let i = 0; i < 100_000; i += 1) {
    if (readAddress(`https://example.org/${i}`) === undefined) wrong += 1;
    if (i % 10 === 0 && readAddress('https://bücher.example/gespräche/€') === undefined) wrong += 1;
  }
  expect(wrong).toBe(0);
});

test('what is no address is none, unless it is one seen from another', () => {
  expect(readAddress('gespräche/1')).toBeUndefined();
  expect(readAddress('https://')).toBeUndefined();
  expect(readAddress('gespräche/1', new URL('https://example.org/a/'))?.href).toBe(
    'https://example.org/a/gespr%C3%A4che/1',
  );
});

test('feeds get plain ASCII', () => {
  expect(asciiAddress('https://bücher.example/gespräche')).toBe(
    'https://xn--bcher-kva.example/gespr%C3%A4che',
  );
  expect(asciiAddress('no address')).toBe('no address');
});
