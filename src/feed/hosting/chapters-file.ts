import { error, fine, quoted, type Verdict, warning } from '../finding.ts';

/** Rules about a chapter file (feed.md 7): an object with version and chapters, whose times rise. */
export function readChaptersFile(place: string, text: string, seconds: number | undefined): Verdict {
  const rows = chaptersIn(text);
  const broken = typeof rows === 'string' ? rows : faultOfRows(rows);
  if (broken !== undefined)
    return [
      error(
        'podcast-chapters-file',
        place,
        `Apps cannot read the chapters: ${broken}.`,
        'Write {"version": "1.2.0", "chapters": [{"startTime": 0, "title": "Welcome"}]}',
      ),
    ];
  return typeof rows === 'string' ? fine : checkShown(place, rows, seconds);
}

type Row = Readonly<{ start: unknown; title: unknown; isSilent: boolean }>;

/** The rows; or what is wrong with the file as such. */
function chaptersIn(text: string): readonly Row[] | string {
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch {
    return /^\s*</.test(text) ? 'the file is a page, not JSON' : 'the file is no JSON';
  }
  const rows = fieldOf(root, 'chapters');
  if (!Array.isArray(rows)) return 'there is no list named “chapters”';
  if (typeof fieldOf(root, 'version') !== 'string') return 'there is no “version” in quotes';
  return rows.map((row: unknown) => ({
    start: fieldOf(row, 'startTime'),
    title: fieldOf(row, 'title'),
    isSilent: fieldOf(row, 'toc') === false,
  }));
}

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;

const startOf = ({ start }: Row): number => (typeof start === 'number' && start >= 0 ? start : Number.NaN);

function faultOfRows(rows: readonly Row[]): string | undefined {
  if (rows.length === 0) return 'the list is empty';
  const odd = rows.findIndex((row) => Number.isNaN(startOf(row)));
  if (odd !== -1) return `the startTime of chapter ${odd + 1} is no number of seconds`;
  const early = rows.findIndex((row, i) => i > 0 && startOf(row) < startOf(rows[i - 1] ?? row));
  return early === -1 ? undefined : `chapter ${early + 1} starts before the one in front of it`;
}

/** What Apple wants of chapters before it shows them. */
const [FEWEST, LONGEST_TITLE] = [3, 45];

function checkShown(place: string, rows: readonly Row[], seconds: number | undefined): Verdict {
  const shown = rows.filter(({ isSilent }) => !isSilent);
  const late = seconds === undefined ? undefined : shown.find((row) => startOf(row) >= seconds);
  const long = shown.find(
    ({ title }) => typeof title === 'string' && [...title.slice(0, 500)].length > LONGEST_TITLE,
  );
  const faults = [
    ...(late === undefined ? [] : [`one starts at ${startOf(late)} seconds, after the end of the episode`]),
    ...(shown.length >= FEWEST ? [] : [`there are only ${shown.length}, and apps want ${FEWEST}`]),
    ...(shown[0] && startOf(shown[0]) !== 0 ? ['the first does not start at zero'] : []),
    ...(long === undefined
      ? []
      : [`the title ${quoted(String(long.title))} is longer than ${LONGEST_TITLE} letters`]),
  ];
  if (faults.length === 0) return fine;
  return [
    warning(
      'apple-chapters',
      place,
      `Apple may make chapters of its own: ${faults.join('; ')}.`,
      `Give ${FEWEST} chapters or more, the first at zero, all inside the episode and with short titles.`,
    ),
  ];
}
