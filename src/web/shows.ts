import { CorridorError } from '../errors.ts';
import type { Show } from '../show/show.ts';
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
    const show = request.is('multipart/form-data')
      ? await createFromForm(house, request, response)
      : await shows.create(readDraft(fieldsOf(request.body)));
    answer(house, request, response, show);
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

function createFromForm(house: House, request: Request, response: Response): Promise<Show> {
  const parts = { fields: [...textFields, 'explicit'], files: { cover: coverLimit } };
  return receiveForm({ house, request, response, parts }, ({ fields, files }) => {
    const cover = files.get('cover')?.path;
    return house.studio.shows.create({ ...readDraft(fields), ...(cover !== undefined && { cover }) });
  });
}

function answer({ studio }: House, request: Request, response: Response, show: Show): void {
  if (wantsPage(request)) {
    response.redirect(303, `/?show=${encodeURIComponent(show.slug)}`);
    return;
  }
  response.status(201).location(`/api/shows/${encodeURIComponent(show.slug)}`);
  response.json(printShow(show, studio.shows.addresses(show)));
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
