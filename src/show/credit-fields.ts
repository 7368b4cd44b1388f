import { z } from '../zod.ts';
import { isCountry } from './countries.ts';
import { formed, freeText, httpsAddress, LABEL, line, oneOf, several } from './details-values.ts';
import { part } from './field.ts';

/** Fields that shows and episodes have in common: who, where, under which licence, and text for machines. */

const personFields = part({
  name: line('The name as it is shown.'),
  role: line('Such as host, guest or producer; host when it is left out.').exactOptional(),
  group: line('Such as cast, writing or audio production; cast when it is left out.').exactOptional(),
  img: httpsAddress('A picture of them.').exactOptional(),
  href: httpsAddress('A page about them.').exactOptional(),
});

export const people = (says: string) => several(says, personFields).meta({ tag: 'podcast:person' });

const GEO =
  /^geo:(-?\d{1,2}(?:\.\d{1,12})?),(-?\d{1,3}(?:\.\d{1,12})?)(?:,-?\d{1,6}(?:\.\d{1,6})?)?(?:;[\w.;=-]{1,80})?$/;

/** RFC 5870, with latitude and longitude on the globe. */
function isOnGlobe(text: string): boolean {
  const [, latitude, longitude] = GEO.exec(text) ?? [];
  return latitude !== undefined && Math.abs(Number(latitude)) <= 90 && Math.abs(Number(longitude)) <= 180;
}

const locationFields = part({
  name: line('The name of the place as it is shown.'),
  rel: oneOf('Whether it is spoken of (subject), or recorded there (creator).', [
    'subject',
    'creator',
  ]).exactOptional(),
  geo: formed('Where it is on the globe.', isOnGlobe, 'a place like geo:53.55,9.99').exactOptional(),
  osm: formed(
    'What it is in OpenStreetMap.',
    /^[NWR]\d{1,15}(#\d{1,9})?$/,
    'a kind (N, W or R) and number, like R62782',
  ).exactOptional(),
  country: formed(
    'The country it lies in.',
    (text) => isCountry(text),
    'two capital letters of ISO 3166, like DE',
  ).exactOptional(),
});

export const locations = (says: string) => several(says, locationFields).meta({ tag: 'podcast:location' });

const SLUG = /^[a-z0-9]+(?:[.+-][a-z0-9]+)*$/;

/** A licence that nobody knows by its name has to say where it can be read (podcast namespace, license). */
const isKnownOrLinked = ({ id, url }: { id: string; url?: string }): boolean =>
  url !== undefined || SLUG.test(id);

export const license = (says: string) =>
  part({
    id: line('Its name in small letters, like cc-by-4.0; or any name, with an address.', LABEL),
    url: httpsAddress('Where it can be read.').exactOptional(),
  })
    .refine(isKnownOrLinked, {
      path: ['url'],
      error: 'is missing; a licence without a name like cc-by-4.0 has to say where it can be read',
    })
    .meta({ description: says, tag: 'podcast:license' });

const AI_CONTENT = 'ai-content';

export const txt = (says: string) =>
  several(
    says,
    part({
      text: freeText('What it says.'),
      purpose: line('What it is for, such as verify, applepodcastsverify or ai-content.').exactOptional(),
    }).refine(({ purpose, text }) => purpose !== AI_CONTENT || /^(true|false)$/.test(text), {
      path: ['text'],
      error: `has to be "true" or "false" where the purpose is ${AI_CONTENT}`,
    }),
  ).meta({ tag: 'podcast:txt' });

/** Where an editor finds the description of the file. */
export const schemaField = {
  $schema: z.string().optional().describe('Where an editor finds this description; Corridor ignores it.'),
};
