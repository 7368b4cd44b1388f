import { reportPolicy } from '../sound/report.ts';
import { find } from './episodes.ts';
import { openRouter, type Request, type Router } from './express.ts';
import type { House } from './house.ts';
import type { ReportJson, SoundJson } from './json.ts';

/** What became of an episode's sound: pictures for the studio's pages, and the report as a document of its own. */
export function openSound(house: House): Router {
  const router = openRouter();
  router.get('/api/shows/:show/episodes/:episode/sound', async (request, response) => {
    const { show, episode } = find(house, request.params);
    const sound: SoundJson = await house.studio.soundPictures(`${show.slug}/${episode.slug}`);
    response.json(sound);
  });
  router.get('/shows/:show/episodes/:episode/report', async (request, response) => {
    const { show, episode } = find(house, request.params);
    const html = await house.studio.soundReport(`${show.slug}/${episode.slug}`);
    response.set({ 'Content-Security-Policy': policy, 'Cache-Control': 'no-cache' });
    response.type('html').send(html);
  });
  return router;
}

/** As the document says itself, and what only a header can say. */
const policy = `${reportPolicy}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** Pictures that cannot be had just now are no reason to keep back the page they belong to. */
export async function pictureSound(
  { studio }: House,
  request: Request,
  { show, episode, links }: ReportJson,
): Promise<SoundJson | undefined> {
  if (!links.sound) return undefined;
  try {
    return await studio.soundPictures(`${show.slug}/${episode.slug}`);
  } catch (thrown) {
    request.log.warn({ err: thrown }, 'The sound could not be pictured');
    return undefined;
  }
}
