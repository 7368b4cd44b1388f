import { CorridorError } from '../errors.ts';
import { z } from '../zod.ts';
import { printCategory } from './categories.ts';
import type { EpisodeDetails, ShowDetails } from './details.ts';
import { episodeDetailsFields } from './episode-details-fields.ts';
import { placeOfFault, readJsonText } from './json-text.ts';
import { showDetailsFields } from './show-details-fields.ts';

/** Of what the details are told. */
export type DetailsOf = 'show' | 'episode';

/**
 * Reads a show's details from the text of their JSON file. Its faults are told together, each with its place.
 * @example readShowDetails('{"type": "serial"}', 'details.json').type // 'serial'
 * @throws CorridorError details-invalid
 */
export function readShowDetails(text: string, file: string): ShowDetails {
  const read = showDetailsFields.safeParse(readJson(text, file));
  if (!read.success) throw unfit(file, read.error);
  const { $schema: _, ...details } = read.data;
  return details;
}

/** The same of an episode. @throws CorridorError details-invalid */
export function readEpisodeDetails(text: string, file: string): EpisodeDetails {
  const read = episodeDetailsFields.safeParse(readJson(text, file));
  if (!read.success) throw unfit(file, read.error);
  const { $schema: _, ...details } = read.data;
  return details;
}

/** A show's details as a file that is read again as it was. */
export function printShowDetails({ secondCategory, ...details }: ShowDetails): string {
  const category = secondCategory ? { secondCategory: printCategory(secondCategory) } : {};
  return printJson({ ...details, ...category });
}

export const printEpisodeDetails = (details: EpisodeDetails): string => printJson(details);

/** What may stand in a file, as JSON Schema: editors complete and check with it. */
export function printDetailsSchema(of: DetailsOf): string {
  const { $schema, ...fields } = schemaOf(of, ({ jsonSchema }) => {
    delete jsonSchema.tag;
    delete jsonSchema.form;
  });
  return printJson({ $schema, title: titles[of], ...fields });
}

/** The same with the `tag` in the feed that each field becomes, and the `form` of its text in words. */
export const detailsSchemaWithTags = (of: DetailsOf): unknown => schemaOf(of, () => {});

const titles = { show: 'Details of a show', episode: 'Details of an episode' } as const;
const fieldsOf = { show: showDetailsFields, episode: episodeDetailsFields } as const;

type Override = NonNullable<Parameters<typeof z.toJSONSchema>[1]>['override'];
const schemaOf = (of: DetailsOf, override: NonNullable<Override>) =>
  z.toJSONSchema(fieldsOf[of], { io: 'input', override });

const printJson = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

function readJson(text: string, file: string): unknown {
  const read = readJsonText(text.replace(/^\uFEFF/, ''));
  if ('value' in read) return read.value;
  const why = text.trim() === '' ? 'the file is empty' : `there is a mistake${placeOfFault(read.fault)}`;
  const message = `The details in ${file} are no JSON: ${why}.`;
  throw new CorridorError('details-invalid', message, HINT, read.fault.cause);
}

const HINT =
  'docs/details.md says what every field takes; corridor details schema show|episode prints it for editors.';

/** So many faults are told one by one, each in so many characters. */
const MOST_TOLD = 20;
const LONGEST_TOLD = 500;

function unfit(file: string, { issues }: z.ZodError): CorridorError {
  const faults = [...new Set(issues.map(({ path, message }) => shortened(`${printPlace(path)} ${message}`)))];
  const more = faults.length > MOST_TOLD ? [`and ${faults.length - MOST_TOLD} more faults`] : [];
  const told = [...faults.slice(0, MOST_TOLD), ...more].join('; ');
  return new CorridorError('details-invalid', `The details in ${file} cannot be used: ${told}.`, HINT);
}

const shortened = (text: string): string =>
  text.length > LONGEST_TOLD ? `${text.slice(0, LONGEST_TOLD)}…` : text;

/** `people[2].href` is a field of the third entry. */
const printPlace = (path: readonly PropertyKey[]): string =>
  path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .replace(/^\./, '') || 'it';
