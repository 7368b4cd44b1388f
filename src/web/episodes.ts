import type { EpisodeReport } from '../studio/studio.ts';
import { sendEvents } from './events.ts';
import { openRouter, type Request, type Response, type Router } from './express.ts';
import type { House } from './house.ts';
import { pagePath, printReport } from './json.ts';
import { wantsPage } from './problems.tsx';

/** What the API tells of episodes, and what one may do with them. Forms of the page come here, too. */
export function openEpisodes(house: House): Router {
  const { episodes } = house.studio;
  const router = openRouter();
  const one = '/api/shows/:show/episodes/:episode';

  router.get('/api/shows/:show/episodes', (request, response) => {
    const { slug } = house.studio.shows.get(request.params.show);
    response.json({ episodes: episodes.list(slug).map(printReport) });
  });
  router.get(one, (request, response) => {
    response.json(printReport(find(house, request.params)));
  });
  router.get(`${one}/events`, async (request, response) => {
    await sendEvents(house, find(house, request.params).episode.id, response);
  });

  const acts = { publish: episodes.publish, withdraw: episodes.withdraw, retry: episodes.retry };
  for (const [name, act] of Object.entries(acts)) {
    router.post(`${one}/${name}`, async (request, response) => {
      answer(request, response, await act(find(house, request.params).episode.id));
    });
  }
  router.delete(one, async (request, response) => {
    await episodes.remove(find(house, request.params).episode.id);
    response.status(204).end();
  });
  // A form without scripts knows no DELETE.
  router.post(`${one}/remove`, async (request, response) => {
    await episodes.remove(find(house, request.params).episode.id);
    if (wantsPage(request)) response.redirect(303, `/?show=${encodeURIComponent(request.params.show)}`);
    else response.status(204).end();
  });
  return router;
}

type Named = Readonly<{ show: string; episode: string }>;

export const find = ({ studio }: House, { show, episode }: Named): EpisodeReport =>
  studio.episodes.get(show, episode);

function answer(request: Request, response: Response, report: EpisodeReport): void {
  if (wantsPage(request)) response.redirect(303, pagePath(report.show.slug, report.episode.slug));
  else response.json(printReport(report));
}
