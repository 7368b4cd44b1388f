import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { statusOf } from '../errors.ts';
import type { ObjectStore, StoredObject } from '../store/store.ts';
import { openRouter, type Request, type Response, type Router } from './express.ts';
import { type Answer, decideAnswer } from './ranges.ts';

type PublicStore = Readonly<{
  store?: ObjectStore;
  path: string;
  /** The new address of a feed that has moved away, by its key. */
  movedTo?: (key: string) => string | undefined;
}>;

/**
 * Answers for the public store as a bucket would: whole objects and parts of them, conditions, any origin, and
 * never a listing. Only text is compressed; sound keeps its fixed length (feed.md 5 and 10).
 */
export function openPublic({ store, path, movedTo = () => undefined }: PublicStore): Router {
  const router = openRouter();
  if (!store) return router;
  const root = path === '' || path === '/';
  router.use(root ? '/' : path, (request, response, next) => {
    // Without the last slash, a browser would look for a page's neighbours one folder too high.
    if (!root && /^[^?]*/.exec(request.originalUrl)?.[0] === path) return response.redirect(308, `${path}/`);
    const key = keyOf(request.path);
    if (root && (key === undefined || key === 'index.html')) return next();
    const target = key === undefined ? undefined : movedTo(key);
    if (target !== undefined && /^(GET|HEAD)$/.test(request.method)) return sendMoved(response, target);
    return answer({ request, response, store, key, otherwise: root ? next : () => sendMissing(response) });
  });
  return router;
}

type Call = Readonly<{
  request: Request;
  response: Response;
  store: ObjectStore;
  key: string | undefined;
  otherwise: () => void;
}>;

async function answer({ request, response, store, key, otherwise }: Call): Promise<void> {
  const object = key === undefined ? undefined : await headOf(store, key);
  if (!object) return otherwise();
  openToAll(response);
  if (request.method === 'OPTIONS') return sendPermission(response);
  if (request.method !== 'GET' && request.method !== 'HEAD') return sendNotAllowed(response);
  await send({ request, response, store, object });
}

type Delivery = Readonly<{ request: Request; response: Response; store: ObjectStore; object: StoredObject }>;

async function send({ request, response, store, object }: Delivery): Promise<void> {
  const coded = isText(object) && request.headers.range === undefined && acceptsGzip(request);
  const version = coded ? { ...object, etag: codedTag(object.etag) } : object;
  const answer = decideAnswer(askedOf(request), version);
  describe(response, version);
  response.status(answer.status);
  if (answer.status === 304) return void response.end();
  if (answer.status === 416) return void response.set('Content-Range', `bytes */${object.bytes}`).end();
  response.type(object.contentType);
  if (coded) response.set('Content-Encoding', 'gzip');
  else sizeOf(response, answer, object);
  if (request.method === 'HEAD') return void response.end();
  await stream({ response, answer, store, object, coded });
}

type Streaming = Pick<Delivery, 'response' | 'store' | 'object'> &
  Readonly<{ answer: Answer; coded: boolean }>;

async function stream({ response, answer, store, object, coded }: Streaming): Promise<void> {
  const { object: opened, body } = await store.get(
    object.key,
    answer.status === 206 ? answer.range : undefined,
  );
  if (opened.etag !== object.etag) {
    // Overwritten between two looks: its announced length is wrong, so the reader has to ask again.
    body.destroy();
    response.destroy();
    return;
  }
  const isPart = answer.status === 206 && answer.range.last - answer.range.first < SMALL_PART;
  await deliver(body, response, { coded, isPart });
}

/** Parts of so many bytes are collected first: what watches over a stream costs more than the part. */
const SMALL_PART = 256 * 1024;

type Form = Readonly<{ coded: boolean; isPart: boolean }>;

async function sendAtOnce(body: Readable, response: Response): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(chunk as Buffer);
  const [only] = chunks;
  response.end(chunks.length === 1 ? only : Buffer.concat(chunks));
}

async function deliver(body: Readable, response: Response, { coded, isPart }: Form): Promise<void> {
  try {
    if (coded) await pipeline(body, createGzip(), response);
    else if (isPart) await sendAtOnce(body, response);
    else await pipeline(body, response);
  } catch (thrown) {
    if (!response.destroyed) response.destroy();
    if (!isHangUp(thrown)) throw thrown;
  }
}

function describe(response: Response, { etag, modified, contentType, cacheControl }: StoredObject): void {
  const page = contentType.startsWith('text/html');
  response.set({
    ETag: etag,
    'Last-Modified': modified.toUTCString(),
    'Accept-Ranges': 'bytes',
    'Cache-Control': page ? 'no-cache' : (cacheControl ?? 'no-cache'),
  });
  if (isText({ contentType })) response.vary('Accept-Encoding');
}

function sizeOf(response: Response, answer: Answer, { bytes }: StoredObject): void {
  if (answer.status !== 206) {
    response.set('Content-Length', String(bytes));
    return;
  }
  const { first, last } = answer.range;
  response.set({
    'Content-Range': `bytes ${first}-${last}/${bytes}`,
    'Content-Length': String(last - first + 1),
  });
}

function openToAll(response: Response): void {
  response.set({
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Expose-Headers': 'Accept-Ranges, Content-Length, Content-Range, ETag',
    'Cross-Origin-Resource-Policy': 'cross-origin',
    'X-Content-Type-Options': 'nosniff',
  });
}

function sendPermission(response: Response): void {
  response.set({
    'Access-Control-Allow-Methods': 'GET, HEAD, OPTIONS',
    'Access-Control-Allow-Headers': 'Range, If-Range, If-None-Match, If-Modified-Since',
    'Access-Control-Max-Age': '86400',
  });
  response.status(204).end();
}

/** For ever, as apps understand it (feed.md 10); nobody keeps the answer longer than a feed, so that it can be undone. */
function sendMoved(response: Response, target: string): void {
  openToAll(response);
  response.set('Cache-Control', 'public, max-age=300').redirect(301, target);
}

function sendMissing(response: Response): void {
  openToAll(response);
  response.status(404).set('Cache-Control', 'no-cache').type('text/plain').send('Not found\n');
}

function sendNotAllowed(response: Response): void {
  response.status(405).set('Allow', 'GET, HEAD, OPTIONS').type('text/plain').send('Method not allowed\n');
}

/** The key that a path names; none where a segment is empty, hidden or leads elsewhere. */
function keyOf(path: string): string | undefined {
  const segments = path.replace(/^\//, '').split('/');
  if (segments.at(-1) === '') segments[segments.length - 1] = 'index.html';
  try {
    const names = segments.map(decodeURIComponent);
    return names.every((name) => /^[^./\\\0][^/\\\0]*$/.test(name)) ? names.join('/') : undefined;
  } catch {
    return undefined;
  }
}

async function headOf(store: ObjectStore, key: string): Promise<StoredObject | undefined> {
  try {
    return await store.head(key);
  } catch (thrown) {
    if (statusOf(thrown) < 500) return undefined;
    throw thrown;
  }
}

const askedOf = ({ headers, method }: Request) => ({
  ifNoneMatch: headers['if-none-match'],
  ifModifiedSince: headers['if-modified-since'],
  range: method === 'GET' ? headers.range : undefined,
  ifRange: typeof headers['if-range'] === 'string' ? headers['if-range'] : undefined,
});

const isText = ({ contentType }: Pick<StoredObject, 'contentType'>): boolean =>
  /^(text\/|application\/(rss\+xml|json|xml|javascript))|^image\/svg/.test(contentType);
const acceptsGzip = (request: Request): boolean => request.acceptsEncodings(['gzip', 'identity']) === 'gzip';
const codedTag = (etag: string): string => `W/${etag.replace(/^W\//, '').replace(/"$/, '-gzip"')}`;

const isHangUp = (thrown: unknown): boolean =>
  thrown instanceof Error && 'code' in thrown && thrown.code === 'ERR_STREAM_PREMATURE_CLOSE';
