import { license, locations, people, schemaField, txt } from './credit-fields.ts';
import { protocols } from './details.ts';
import {
  formed,
  httpsAddress,
  line,
  oneOf,
  seconds,
  several,
  wholeNumber,
  yesOrNo,
} from './details-values.ts';
import { part, wants } from './field.ts';
import { z } from '../zod.ts';

/**
 * What may stand in the file of an episode's details (feed.md 3). `templates/details/episode.schema.json` and the table in
 * `docs/details.md` are printed from it.
 */

const decimalWish = wants('a number from 0 up with at most three digits behind the point');
const decimal = z
  .number(decimalWish)
  .refine((value) => /^\d{1,6}(?:\.\d{1,3})?$/.test(String(value)), decimalWish)
  .meta({ description: 'A number that may have a fraction, like 3.5.', minimum: 0 });

const display = part({
  number: decimal,
  text: line('What apps show instead of it, at most 32 characters.', 32).exactOptional(),
}).meta({ description: 'How it is counted where a whole number is not enough.', tag: 'podcast:episode' });

/** A recording of at most twelve hours goes into a podcast (feed.md 5). */
const LONGEST = 12 * 3600;
const soundbites = several(
  'Stretches worth hearing by themselves. They move with every cut; one that was cut away is left out.',
  part({
    from: seconds('Where it begins in the recording, in seconds.', 0, LONGEST),
    seconds: seconds('How long it is; 15 to 120 seconds is best.', 1, 600),
    title: line('What it is about; the episode’s title when it is left out.').exactOptional(),
  }),
).meta({ tag: 'podcast:soundbite' });

/** Protocols with addresses of their own; `javascript:` and the like would run in apps. */
const isPlace = (text: string): boolean =>
  /^https:\/\/[^\s/@]+(?:\/|$)/i.test(text) || /^(?:at|nostr|matrix|lightning|acct):[^\s<>"]+$/i.test(text);

const social = several(
  'Where it is talked about.',
  part({
    protocol: oneOf('How; disabled says that nobody should.', protocols),
    uri: formed(
      'The post to answer to.',
      isPlace,
      'an address that begins with https://, at:, nostr:, matrix:, lightning: or acct:',
    ).exactOptional(),
    accountId: line('The account behind it.').exactOptional(),
    accountUrl: httpsAddress('Its page.').exactOptional(),
    priority: wholeNumber('Of several, 1 comes first.', 100).exactOptional(),
  }).refine(({ protocol, uri }) => protocol === 'disabled' || uri !== undefined, {
    path: ['uri'],
    error: 'is missing; every protocol but disabled needs one',
  }),
).meta({ tag: 'podcast:socialInteract' });

export const episodeDetailsFields = part({
  ...schemaField,
  type: oneOf('A trailer or bonus episode is not counted with the others; full when it is left out.', [
    'full',
    'trailer',
    'bonus',
  ])
    .meta({ tag: 'itunes:episodeType' })
    .exactOptional(),
  display: display.exactOptional(),
  people: people(
    'Who is in it, instead of the show’s people. Where no host is among them, the show’s hosts are named again.',
  ).exactOptional(),
  locations: locations('Where it was made, or what it is about.').exactOptional(),
  soundbites: soundbites.exactOptional(),
  license: license('Under which licence it may be used.').exactOptional(),
  txt: txt('Text for machines.').exactOptional(),
  social: social.exactOptional(),
  block: yesOrNo('true keeps it out of Apple’s directory.').meta({ tag: 'itunes:block' }).exactOptional(),
}).describe('What an episode says of itself beyond what every item needs. Every field may be left out.');
