import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Logger, pino } from 'pino';
import { pinoHttp } from 'pino-http';
import type { RequestHandler } from './express.ts';

/** One line per request. Headers are not written at all; should one ever be, secrets in it are blanked. */
export type Log = Logger;

const secrets = ['req.headers.authorization', 'req.headers.cookie', 'res.headers["set-cookie"]'];

/** Written to stderr: stdout belongs to what a command answers. */
export const openLog = (level: string): Log => pino({ level, redact: secrets }, pino.destination(2));

/** Gives every request its number and its log, and writes its line where anybody wants one. */
export const logRequests = (logger: Log): RequestHandler =>
  logger.level === 'silent' ? markQuietly(logger) : writeLines(logger);

const markQuietly =
  (logger: Log): RequestHandler =>
  (request, response, next) => {
    request.id = giveReference(request, response);
    request.log = logger;
    next();
  };

const writeLines = (logger: Log): RequestHandler =>
  pinoHttp({
    logger,
    genReqId: giveReference,
    customLogLevel: (_request, response) => (response.statusCode >= 500 ? 'error' : 'info'),
    autoLogging: { ignore: (request) => request.url === '/healthz' },
    serializers: { req: printRequest, res: printResponse },
  });

/** The number that an error page shows, so that its story can be found in the log. */
export const referenceOf = (request: IncomingMessage): string =>
  typeof request.id === 'string' ? request.id : '';

function giveReference(_request: IncomingMessage, response: ServerResponse): string {
  const reference = randomUUID().slice(0, 8);
  response.setHeader('X-Request-Id', reference);
  return reference;
}

const printRequest = ({ id, method, url }: { id: unknown; method: string; url: string }) => ({
  id,
  method,
  url,
});
const printResponse = ({ statusCode }: { statusCode: number }) => ({ status: statusCode });
