import { expect, test } from 'vitest';
import { titleFrom } from '../../src/web/islands/title.ts';

test.each([
  ['lunch-talk_with_Ada.wav', 'Lunch talk with Ada'],
  ['2026-03-12_standup.m4a', '2026-03-12 standup'],
  ['über den Flur.flac', 'Über den Flur'],
  ['Part 1.5 final.mp3', 'Part 1.5 final'],
  ['recording', 'Recording'],
])('the file %s proposes the title %s', (name, title) => {
  expect(titleFrom(name)).toBe(title);
});
