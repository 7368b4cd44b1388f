import { CorridorError, type Problem, statusOf } from '../errors.ts';
import type { ErrorRequestHandler, Request, RequestHandler, Response } from './express.ts';
import type { ReportJson } from './json.ts';
import { referenceOf } from './log.ts';
import { FaultPage } from './pages/fault.tsx';
import { sendPage } from './pages/render.tsx';

/** Faults as people meet them: two sentences and a reference; programs get the same as JSON. */
export const tellProblems: ErrorRequestHandler = (thrown, request, response, _next) => {
  const error = readFault(thrown);
  const status = statusOf(error);
  if (status >= 500) request.log.error({ err: thrown, code: error.code }, error.message);
  else request.log.info({ code: error.code }, error.message);
  if (response.headersSent) {
    response.destroy();
    return;
  }
  tellProblem(request, response, { status, problem: forPeople(error) });
};

type Telling = Readonly<{
  status: number;
  problem: Problem;
  /** Where what it is about can be found. */
  links?: ReportJson['links'];
}>;

export function tellProblem(request: Request, response: Response, { status, problem, links }: Telling): void {
  response.status(status).set('Cache-Control', 'no-store');
  if (status === 401) response.set('WWW-Authenticate', 'Bearer realm="Corridor"');
  if (wantsPage(request)) {
    const reference = referenceOf(request);
    sendPage(
      response,
      <FaultPage problem={problem} status={status} reference={reference} link={links?.page} />,
    );
  } else {
    response.json({ error: { ...problem, reference: referenceOf(request) }, ...(links && { links }) });
  }
}

export const refuseUnknown: RequestHandler = (request) => {
  throw new CorridorError(
    'page-unknown',
    `There is nothing at ${request.path}.`,
    'Go back to the studio’s first page.',
  );
};

/** Browsers that navigate ask for HTML first; scripts and programs do not. */
export const wantsPage = (request: Request): boolean => request.accepts(['json', 'html']) === 'html';

/** What a stranger's message says may hold paths of this machine: the log has it, people get the reference. */
function forPeople({ code, message, hint }: CorridorError): Problem {
  if (code !== 'unexpected') return { code, message, hint };
  return {
    code,
    message: 'Something unexpected happened in the studio.',
    hint: 'Try again; if it happens twice, look for the reference number in the log.',
  };
}

function readFault(thrown: unknown): CorridorError {
  if (thrown instanceof CorridorError) return thrown;
  if (isRequestFault(thrown)) {
    return new CorridorError(
      'usage-wrong',
      'The request could not be read.',
      'Send well-formed JSON or form data, and an address whose special characters are encoded.',
      thrown,
    );
  }
  return new CorridorError('unexpected', 'Something unexpected happened.', 'Look into the log.', thrown);
}

/** Express and its body readers mark what the client did wrong with a status of the 400s. */
function isRequestFault(thrown: unknown): boolean {
  if (!(thrown instanceof Error) || !('status' in thrown)) return false;
  return typeof thrown.status === 'number' && thrown.status >= 400 && thrown.status < 500;
}
