import { feedKey, showCoverKey } from '../show/keys.ts';
import type { Show } from '../show/show.ts';
import type { EpisodeReport } from '../studio/studio.ts';
import { find } from './episodes.ts';
import { openRouter, type Request, type Response, type Router } from './express.ts';
import type { House } from './house.ts';
import { printReport, printShow } from './json.ts';
import { EpisodeView } from './pages/episode.tsx';
import { HomePage, isUnderWay, NewShowPage } from './pages/home.tsx';
import { Layout } from './pages/layout.tsx';
import { sendPage } from './pages/render.tsx';
import { pictureSound } from './sound.ts';

/** So many episodes stand on one page: hundreds at once would be slow to draw and hard to read. */
const EPISODES_ON_A_PAGE = 30;

/** The studio's pages. */
export function openPages(house: House): Router {
  const router = openRouter();
  const signOut = house.settings.CORRIDOR_TOKEN !== undefined;
  router.get('/', (request, response) => sendHome(house, request, response));
  router.get('/shows/new', (_request, response) => {
    sendPage(response, <NewShowPage first={house.studio.shows.list().length === 0} signOut={signOut} />);
  });
  router.get('/episodes/:show/:episode', async (request, response) => {
    const report = printReport(find(house, request.params));
    const sound = await pictureSound(house, request, report);
    sendPage(
      response,
      <Layout title={report.episode.title} signOut={signOut}>
        <div data-whole data-events={isUnderWay(report) ? report.links.events : undefined}>
          <EpisodeView report={report} sound={sound} />
        </div>
      </Layout>,
    );
  });
  return router;
}

function sendHome({ studio, settings }: House, request: Request, response: Response): void {
  const signOut = settings.CORRIDOR_TOKEN !== undefined;
  const shows = studio.shows.list();
  const [first] = shows;
  if (!first) {
    sendPage(response, <NewShowPage first={true} signOut={signOut} />);
    return;
  }
  const asked = request.query.show;
  const show = typeof asked === 'string' ? studio.shows.get(asked) : first;
  const episodes = studio.episodes.list(show.slug);
  const page = pageOf(request.query.page, episodes.length);
  const start = (page.number - 1) * EPISODES_ON_A_PAGE;
  const print = (each: Show) => printShow(each, studio.shows.addresses(each));
  sendPage(
    response,
    <HomePage
      shows={shows.map(print)}
      show={print(show)}
      cover={publicCover(show, episodes)}
      reports={episodes.slice(start, start + EPISODES_ON_A_PAGE).map(printReport)}
      page={page}
      limit={settings.UPLOAD_LIMIT}
      signOut={signOut}
    />,
  );
}

function pageOf(asked: unknown, episodes: number): { number: number; last: number; episodes: number } {
  const last = Math.max(1, Math.ceil(episodes / EPISODES_ON_A_PAGE));
  const number = Math.min(last, Math.max(1, Math.trunc(Number(asked)) || 1));
  return { number, last, episodes };
}

/** The cover goes public together with the first episode; before that, nobody may fetch it. */
function publicCover(show: Show, episodes: readonly EpisodeReport[]): string | undefined {
  const published = episodes.find(({ state }) => state === 'published');
  if (!published) return undefined;
  return published.feedUrl.slice(0, -feedKey(show).length) + showCoverKey(show, show.cover);
}
