import { createHash, hkdfSync, timingSafeEqual } from 'node:crypto';
import cookieSession from 'cookie-session';
import { systemClock } from '../clock.ts';
import { CorridorError, problemOf } from '../errors.ts';
import { type Attempts, countAttempts } from './attempts.ts';
import {
  openRouter,
  type Request,
  type RequestHandler,
  type Response,
  type Router,
  readFormBody,
} from './express.ts';
import { sendPage } from './pages/render.tsx';
import { SignInPage } from './pages/sign-in.tsx';
import { wantsPage } from './problems.tsx';

/**
 * Who may come in: with a token configured, whoever shows it (bearer) or has signed in with it (cookie). The cookie
 * holds only the moment at which it ends, signed with a key that is derived from the token: a new token ends all.
 */
const DAYS_SIGNED_IN = 30;
const MILLISECONDS_SIGNED_IN = DAYS_SIGNED_IN * 24 * 3600 * 1000;

export function openSession(token: string): Router {
  const router = openRouter();
  const attempts = countAttempts();
  router.use(readCookie(token));
  router.get('/sign-in', (request, response) => {
    if (isSignedIn(request)) return response.redirect(303, '/');
    sendPage(response, <SignInPage to={localPath(request.query.to)} />);
  });
  router.post('/sign-in', readFormBody, (request, response) =>
    signIn({ request, response, token, attempts }),
  );
  router.post('/sign-out', (request, response) => {
    request.session = null;
    response.redirect(303, '/sign-in');
  });
  router.use(demandSignIn(token, attempts));
  return router;
}

const readCookie = (token: string): RequestHandler =>
  cookieSession({
    name: 'corridor',
    keys: [Buffer.from(hkdfSync('sha256', token, '', 'corridor session cookie', 32)).toString('hex')],
    maxAge: MILLISECONDS_SIGNED_IN,
    httpOnly: true,
    sameSite: 'strict',
  });

type SignIn = Readonly<{ request: Request; response: Response; token: string; attempts: Attempts }>;

function signIn({ request, response, token, attempts }: SignIn): void {
  const to = localPath(fieldOf(request.body, 'to'));
  const seconds = attempts.wait(addressOf(request), systemClock.now());
  const problem = seconds > 0 ? hasToWait(seconds) : faultOf(fieldOf(request.body, 'token'), token);
  if (!problem) {
    attempts.forget(addressOf(request));
    request.session = { until: systemClock.now().getTime() + MILLISECONDS_SIGNED_IN };
    response.redirect(303, to);
    return;
  }
  if (seconds === 0) attempts.failed(addressOf(request), systemClock.now());
  if (seconds > 0) response.set('Retry-After', String(seconds));
  response.status(seconds > 0 ? 429 : 401).set('Cache-Control', 'no-store');
  if (wantsPage(request)) sendPage(response, <SignInPage to={to} problem={problemOf(problem)} />);
  else response.json({ error: problemOf(problem) });
}

const demandSignIn =
  (token: string, attempts: Attempts): RequestHandler =>
  (request, response, next) => {
    if (isSignedIn(request)) return next();
    const bearer = /^Bearer +(.+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (bearer === undefined) return sendToSignIn(request, response);
    const seconds = attempts.wait(addressOf(request), systemClock.now());
    if (seconds > 0) {
      response
        .status(429)
        .set('Retry-After', String(seconds))
        .json({ error: problemOf(hasToWait(seconds)) });
      return;
    }
    const fault = faultOf(bearer, token);
    if (!fault) return next();
    attempts.failed(addressOf(request), systemClock.now());
    throw fault;
  };

function sendToSignIn(request: Request, response: Response): void {
  if (request.method === 'GET' && wantsPage(request)) {
    response.redirect(303, `/sign-in?to=${encodeURIComponent(request.originalUrl)}`);
    return;
  }
  throw new CorridorError(
    'sign-in-required',
    'This studio asks who is there.',
    'Sign in on its page, or send the token as “Authorization: Bearer …”.',
  );
}

function faultOf(shown: string, token: string): CorridorError | undefined {
  if (timingSafeEqual(hashOf(shown), hashOf(token))) return undefined;
  return new CorridorError(
    'sign-in-required',
    'That is not the studio’s token.',
    'Ask whoever runs the studio for the value of CORRIDOR_TOKEN.',
  );
}

const hasToWait = (seconds: number): CorridorError =>
  new CorridorError(
    'sign-in-required',
    'Too many wrong tokens came from your address.',
    `Try again in ${Math.ceil(seconds / 60)} minutes.`,
  );

/** Hashes have one length, so comparing them tells nothing about the token’s. */
const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest();

function isSignedIn({ session }: Request): boolean {
  const until: unknown = session?.until;
  return typeof until === 'number' && until > systemClock.now().getTime();
}

const addressOf = (request: Request): string => request.ip ?? 'unknown';

/** Only a path of this house, never another host. */
function localPath(value: unknown): string {
  return typeof value === 'string' && /^\/(?![/\\])[^\\\s]*$/.test(value) ? value : '/';
}

function fieldOf(body: unknown, name: string): string {
  if (typeof body !== 'object' || body === null) return '';
  const value: unknown = Reflect.get(body, name);
  return typeof value === 'string' ? value : '';
}
