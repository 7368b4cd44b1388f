import { describe, expect, test } from 'vitest';
import { printMoment, readMoment } from '../../src/show/moment.ts';

describe('a moment', () => {
  test.each([
    ['in winter', '2026-12-01 08:00', 'Europe/Berlin', '2026-12-01T07:00:00Z'],
    ['in summer', '2026-07-01 08:00', 'Europe/Berlin', '2026-07-01T06:00:00Z'],
    ['far in the west', '2026-12-01T08:00', 'America/Los_Angeles', '2026-12-01T16:00:00Z'],
    ['half an hour off', '2026-12-01 08:00', 'Asia/Kolkata', '2026-12-01T02:30:00Z'],
    ['with seconds', '2026-12-01 08:00:30', 'UTC', '2026-12-01T08:00:30Z'],
    ['with its own offset', '2026-12-01T08:00+01:00', 'America/Los_Angeles', '2026-12-01T07:00:00Z'],
    ['in UTC', '2026-12-01T08:00Z', 'Europe/Berlin', '2026-12-01T08:00:00Z'],
    ['in the hour that spring leaves out', '2026-03-29 02:30', 'Europe/Berlin', '2026-03-29T01:30:00Z'],
    ['in the hour that autumn has twice', '2026-10-25 02:30', 'Europe/Berlin', '2026-10-25T00:30:00Z'],
    ['at midnight', '2026-01-01 00:00', 'Europe/Berlin', '2025-12-31T23:00:00Z'],
    ['on a leap day', '2028-02-29 12:00', 'UTC', '2028-02-29T12:00:00Z'],
  ])('%s: %s, %s', (_, text, zone, utc) => {
    expect(readMoment(text, zone)).toEqual(new Date(utc));
  });

  test.each([
    'tomorrow',
    '2026-12-01',
    '2026-02-30 08:00',
    '2026-12-01 25:00',
    '2026-12-01 08:61',
    '01.12.2026 08:00',
    '',
  ])('“%s” is none', (text) => {
    expect(() => readMoment(text, 'UTC')).toThrow(expect.objectContaining({ code: 'value-invalid' }));
  });

  test('a zone that nobody knows is told', () => {
    expect(() => readMoment('2026-12-01 08:00', 'Europe/Atlantis')).toThrow('There is no time zone');
  });

  test('is printed on the clocks of a zone', () => {
    expect(printMoment(new Date('2026-12-01T07:00:00Z'), 'Europe/Berlin')).toMatch(/^2026-12-01 08:00 \S+/);
  });
});
