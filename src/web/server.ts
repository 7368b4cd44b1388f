import type { Settings } from '../config.ts';
import { CorridorError } from '../errors.ts';
import type { Studio } from '../studio/studio.ts';
import { openScratch } from '../workshop/scratch.ts';
import { openAssets } from './assets.ts';
import { openEpisodes } from './episodes.ts';
import { type Express, openApp } from './express.ts';
import { guardPages } from './headers.ts';
import type { House } from './house.ts';
import { openIntake } from './intake.ts';
import { type Listening, listen } from './listen.ts';
import { logRequests, openLog } from './log.ts';
import { isLoopback, refuseForeignHost, refuseForeignOrigin } from './origin.ts';
import { openPages } from './pages.tsx';
import { refuseUnknown, tellProblems } from './problems.tsx';
import { openPublic } from './public.ts';
import { openSession } from './session.tsx';
import { openShows } from './shows.ts';
import { openSound } from './sound.ts';

/**
 * Opens the studio's page, its API and, where no bucket does, the public files.
 * @example const server = await openServer(studio, settings); console.log(server.address);
 * @throws CorridorError settings-invalid, port-taken
 */
export async function openServer(studio: Studio, settings: Settings): Promise<Listening> {
  demandToken(settings);
  const closing = new AbortController();
  const scratch = await openScratch(settings.SCRATCH_DIR);
  const app = compose({ studio, settings, scratch, closing: closing.signal });
  return listen(app, { host: settings.HOST, port: settings.PORT, closing });
}

/** Order is protection: what stands behind the session is only for those who are signed in. */
function compose(house: House): Express {
  const { settings, studio } = house;
  const app = openApp();
  app.disable('x-powered-by').set('trust proxy', 'loopback').set('query parser', 'simple');
  app.use(logRequests(openLog(settings.LOG_LEVEL)));
  app.get('/healthz', (_request, response) => response.type('text/plain').send('ok\n'));
  app.use(openPublic(studio.publicFiles));
  app.use(guardPages(settings));
  app.use(openAssets());
  if (settings.CORRIDOR_TOKEN === undefined) app.use(refuseForeignHost);
  app.use(refuseForeignOrigin);
  if (settings.CORRIDOR_TOKEN !== undefined) app.use(openSession(settings.CORRIDOR_TOKEN));
  app.use(openShows(house), openEpisodes(house), openIntake(house), openSound(house), openPages(house));
  app.use(refuseUnknown, tellProblems);
  return app;
}

function demandToken({ HOST, CORRIDOR_TOKEN }: Settings): void {
  if (isLoopback(HOST) || CORRIDOR_TOKEN !== undefined) return;
  throw new CorridorError(
    'settings-invalid',
    `HOST is ${HOST}, which others can reach, but there is no CORRIDOR_TOKEN.`,
    'Set CORRIDOR_TOKEN to a secret of at least 16 characters, or HOST to 127.0.0.1.',
  );
}
