import { CorridorError } from '../errors.ts';
import type { ShowDraft } from '../studio/studio.ts';
import { openRouter, type Request, type Response, type Router, readJsonBody } from './express.ts';
import { type Fields, refuseUnknownFields, textOf } from './form.ts';
import type { House } from './house.ts';
import { printShow } from './json.ts';
import { wantsPage } from './problems.tsx';
import { coverLimit, receiveForm } from './upload.ts';

/** The shows of the house, and a new one: as JSON, or as the form of the first page, which may bring a cover. */
export function openShows(house: House): Router {
  const { shows } = house.studio;
  const router = openRouter();
  router.get('/api/shows', (_request, response) => {
    response.json({ shows: shows.list().map((show) => printShow(show, shows.addresses(show))) });
  });
  router.get('/api/shows/:show', (request, response) => {
    const show = shows.get(request.params.show);
    response.json(printShow(show, shows.addresses(show)));
  });
  router.post('/api/shows', readJsonBody, async (request, response) => {
    if (request.is('multipart/form-data')) await createFromForm(house, request, response);
    else await create({ house, request, response, draft: readDraft(fieldsOf(request.body)) });
  });
  return router;
}

const textFields = [
  'title',
  'author',
  'email',
  'category',
  'language',
  'description',
  'link',
  'slug',
] as const;

async function createFromForm(house: House, request: Request, response: Response): Promise<void> {
  const parts = { fields: [...textFields, 'explicit'], files: { cover: coverLimit } };
  await receiveForm({ house, request, response, parts }, async ({ fields, files }) => {
    const cover = files.get('cover')?.path;
    const draft = { ...readDraft(fields), ...(cover !== undefined && { cover }) };
    await create({ house, request, response, draft });
  });
}

type Creation = Readonly<{ house: House; request: Request; response: Response; draft: ShowDraft }>;

async function create({ house, request, response, draft }: Creation): Promise<void> {
  const { shows } = house.studio;
  const show = await shows.create(draft);
  if (wantsPage(request)) {
    response.redirect(303, `/?show=${encodeURIComponent(show.slug)}`);
    return;
  }
  response.status(201).location(`/api/shows/${encodeURIComponent(show.slug)}`);
  response.json(printShow(show, shows.addresses(show)));
}

/** Paths of this machine are for the command line: a cover comes as a part of the form. */
function readDraft(fields: Fields): ShowDraft {
  refuseUnknownFields(fields, [...textFields, 'explicit']);
  const told = (name: (typeof textFields)[number]) => {
    const text = textOf(fields, name);
    return text === '' ? {} : { [name]: text };
  };
  return {
    title: textOf(fields, 'title'),
    author: textOf(fields, 'author'),
    email: textOf(fields, 'email'),
    category: textOf(fields, 'category'),
    language: textOf(fields, 'language'),
    ...told('description'),
    ...told('link'),
    ...told('slug'),
    explicit: fields.explicit === true || fields.explicit === 'on' || fields.explicit === 'true',
  };
}

function fieldsOf(body: unknown): Fields {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return { ...body };
  throw new CorridorError(
    'usage-wrong',
    'The request holds no show.',
    'Send a JSON object with title, author, email, category and language.',
  );
}
