import type { ReportJson, ShowJson } from '../json.ts';
import { Address } from './address.tsx';
import { EpisodeCard } from './episode-card.tsx';
import { ShowForm } from './first-show.tsx';
import { Layout } from './layout.tsx';
import { Sleeve } from './mark.tsx';
import { UploadForm } from './upload-form.tsx';

type HomeProps = Readonly<{
  shows: readonly ShowJson[];
  show: ShowJson;
  cover?: string | undefined;
  reports: readonly ReportJson[];
  page: Readonly<{ number: number; last: number; episodes: number }>;
  limit: number;
  signOut: boolean;
}>;

/** The studio's page: a show, its episodes, and the form that takes in the next one. */
export const HomePage = ({ shows, show, cover, reports, page, limit, signOut }: HomeProps) => (
  <Layout title={show.title} signOut={signOut}>
    <ShowList shows={shows} chosen={show.slug} />
    <section class="show">
      <Sleeve name={show.title} cover={cover} />
      <div>
        <p class="overline">{show.category}</p>
        <h1>{show.title}</h1>
        <p class="by">{show.author}</p>
        <Address name="Feed" url={show.feedUrl} />
      </div>
    </section>
    <div class="desk">
      <aside>
        <UploadForm shows={shows} chosen={show.slug} limit={limit} />
      </aside>
      <section aria-labelledby="episodes">
        <div class="heading">
          <h2 id="episodes">Episodes</h2>
          <span class="fine">{page.episodes > 0 && page.episodes}</span>
        </div>
        {reports.length === 0 && <Empty />}
        <ol class="episodes" data-episodes>
          {reports.map((report) => (
            <li key={report.links.self} data-events={isUnderWay(report) ? report.links.events : undefined}>
              <EpisodeCard report={report} />
            </li>
          ))}
        </ol>
        <Pager show={show.slug} number={page.number} last={page.last} />
      </section>
    </div>
  </Layout>
);

export const NewShowPage = ({ first, signOut }: { first: boolean; signOut: boolean }) => (
  <Layout title={first ? 'Corridor' : 'New show'} signOut={signOut} ways={!first}>
    <ShowForm first={first} />
  </Layout>
);

const ShowList = ({ shows, chosen }: { shows: readonly ShowJson[]; chosen: string }) =>
  shows.length < 2 ? null : (
    <nav class="shows" aria-label="Shows">
      {shows.map(({ slug, title }) => (
        <a
          key={slug}
          href={`/?show=${encodeURIComponent(slug)}`}
          aria-current={slug === chosen ? 'page' : undefined}
        >
          {title}
        </a>
      ))}
    </nav>
  );

const Empty = () => (
  <div class="empty" data-empty>
    <p class="lead">No episodes yet.</p>
    <p>Drop a recording. It is measured, levelled to −16 LUFS, encoded, proven and put into the feed.</p>
  </div>
);

const Pager = ({ show, number, last }: { show: string; number: number; last: number }) =>
  last < 2 ? null : (
    <nav class="pager" aria-label="Pages">
      {number > 1 ? <a href={pageOf(show, number - 1)}>Newer</a> : <span />}
      <span class="fine">
        {number} of {last}
      </span>
      {number < last ? <a href={pageOf(show, number + 1)}>Older</a> : <span />}
    </nav>
  );

const pageOf = (show: string, number: number): string => `/?show=${encodeURIComponent(show)}&page=${number}`;

export const isUnderWay = ({ state, progress }: ReportJson): boolean =>
  progress !== undefined || state === 'working' || state === 'publishing';
