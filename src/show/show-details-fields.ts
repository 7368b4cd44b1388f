import { problemOf } from '../errors.ts';
import { z } from '../zod.ts';
import { readCategory } from './categories.ts';
import { license, locations, people, schemaField, txt } from './credit-fields.ts';
import { media } from './details.ts';
import {
  formed,
  httpsAddress,
  line,
  mailAddress,
  oneOf,
  several,
  wholeNumber,
  yesOrNo,
} from './details-values.ts';
import { part, wants } from './field.ts';
import { isRecurrence } from './recurrence.ts';

/**
 * What may stand in the file of a show's details (feed.md 2). `templates/details/show.schema.json` and the table in
 * `docs/details.md` are printed from it.
 */

/** Apple's list, letter by letter; what is near is suggested. */
const category = z
  .string(wants('a category of Apple’s, like "Business > Careers"'))
  .transform((text, context) => {
    try {
      return readCategory(text);
    } catch (thrown) {
      const message = `is not in Apple’s list. ${problemOf(thrown).hint.replace(/\.$/, '')}`;
      context.issues.push({ code: 'custom', message, input: text });
      return z.NEVER;
    }
  })
  .meta({
    description: 'A second one behind the show’s own, written "Main" or "Main > Sub".',
    tag: 'itunes:category',
    form: 'one of Apple’s categories',
  });

const owner = part({
  name: line('A person or company.', 255),
  email: mailAddress('A role address: everybody can read it.'),
}).meta({
  description: 'Printed only while it is set: Spotify mails its claim code there.',
  tag: 'itunes:owner',
});

/** Without sign and year (PSP-1). */
const holder = formed(
  'Who holds the rights; the author when it is left out.',
  (text) => text !== '' && [...text].length <= 255 && !/©|℗|\(c\)|copyright|\b(19|20)\d\d\b/i.test(text),
  'the holder’s name alone, without sign and year, at most 255 characters',
).meta({ tag: 'copyright' });

/** Nothing but an existing day, with or without a time on it. */
function isMoment(text: string): boolean {
  const [, day] =
    /^(\d{4}-\d\d-\d\d)(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d)?)?$/.exec(text) ?? [];
  if (day === undefined || Number.isNaN(Date.parse(text))) return false;
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
}

const updateFrequency = part({
  text: line('How often, in words.'),
  rrule: formed(
    'The same for machines.',
    isRecurrence,
    'a rule of RFC 5545 like FREQ=WEEKLY;BYDAY=TU',
  ).exactOptional(),
  complete: yesOrNo('Whether the show is finished.').exactOptional(),
  dtstart: formed('When the rule begins.', isMoment, 'a date of ISO 8601 like 2026-03-03').exactOptional(),
}).meta({ description: 'When episodes come.', tag: 'podcast:updateFrequency' });

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const podroll = several(
  'Shows that this one recommends.',
  part({
    feedGuid: formed(
      'Its podcast:guid.',
      UUID,
      'a podcast:guid like 9b024349-ccf0-5f69-a609-6b82873eab3c',
    ).meta({
      format: 'uuid',
    }),
    feedUrl: httpsAddress('Its feed.').exactOptional(),
    title: line('Its name.', 255).exactOptional(),
    medium: oneOf('What it is made of.', media).exactOptional(),
  }),
).meta({ tag: 'podcast:podroll' });

const seasons = several(
  'Seasons that have a name.',
  part({ number: wholeNumber('The season.'), name: line('What it is called.') }),
  500,
)
  .refine((list) => new Set(list.map(({ number }) => number)).size === list.length, {
    error: 'names a season twice',
  })
  .meta({ tag: 'podcast:season' });

export const showDetailsFields = part({
  ...schemaField,
  type: oneOf('serial is told in order: every full episode needs a number. Else episodic.', [
    'episodic',
    'serial',
  ])
    .meta({ tag: 'itunes:type' })
    .exactOptional(),
  secondCategory: category.exactOptional(),
  copyright: holder.exactOptional(),
  owner: owner.exactOptional(),
  locked: yesOrNo('false lets other hosts import the show; else they may not.')
    .meta({ tag: 'podcast:locked' })
    .exactOptional(),
  lockedOwner: mailAddress('Whom to ask to unlock it: everybody can read it.')
    .meta({ tag: 'podcast:locked owner' })
    .exactOptional(),
  medium: oneOf('What the show is made of; podcast when it is left out.', media)
    .meta({ tag: 'podcast:medium' })
    .exactOptional(),
  people: people('Who makes it.').exactOptional(),
  locations: locations('Where it is made, or what it is about.').exactOptional(),
  seasons: seasons.exactOptional(),
  funding: several(
    'How listeners can support it.',
    part({ url: httpsAddress('Where.'), text: line('What the button says.') }),
  )
    .meta({ tag: 'podcast:funding' })
    .exactOptional(),
  updateFrequency: updateFrequency.exactOptional(),
  license: license('Under which licence it may be used.').exactOptional(),
  podroll: podroll.exactOptional(),
  txt: txt('Text for machines, such as a proof of ownership.').exactOptional(),
  podloveChapters: yesOrNo('Writes chapters into the feed, too; Spotify and Pocket Casts read them there.')
    .meta({ tag: 'psc:chapters' })
    .default(true),
  hubs: several(
    'WebSub hubs that the feed names: apps ask there to be told of new episodes.',
    httpsAddress('The address of a hub.'),
    5,
  )
    .meta({ tag: 'atom:link rel="hub"' })
    .exactOptional(),
  complete: yesOrNo('true says that no episode will follow; apps stop asking.')
    .meta({ tag: 'itunes:complete' })
    .exactOptional(),
  block: yesOrNo('true keeps the show out of directories.')
    .meta({ tag: 'itunes:block, podcast:block' })
    .exactOptional(),
}).describe('What a show says of itself beyond what every feed needs. Every field may be left out.');
