import { fileURLToPath } from 'node:url';
import type { Show } from '../show/show.ts';
import type { EpisodeReport, Studio } from '../studio/studio.ts';
import { type Desk, interruption, withStudio } from './desk.ts';
import { textOf } from './layout.ts';
import { finish, takeIn } from './publish.ts';
import { reportJson, reportText } from './report.ts';
import { listen, type Server } from './serving.ts';

const sample = (name: string): string =>
  fileURLToPath(new URL(`../../episodes/sample/${name}`, import.meta.url));

const sampleShow = {
  slug: 'corridor-talks',
  title: 'Corridor Talks',
  author: 'Corridor',
  email: 'podcast@example.com',
  category: 'Technology',
  language: 'en',
  description:
    'What colleagues tell each other in passing, and nobody writes down. Made for trying Corridor.',
};

/** The sample recording all the way to a feed, and the studio's page to look at it. */
export const demo = ({ once }: { once?: boolean }, desk: Desk): Promise<void> =>
  withStudio(async (studio, settings) => {
    // Opened first, so that a taken port is told before the work and not after it.
    const server = once ? undefined : await listen(studio, { ...settings, LOG_LEVEL: 'warn' });
    try {
      const report = await publishSample(studio, desk);
      tell(report, server, desk);
      if (server) await keepServing(studio, desk);
    } finally {
      await server?.close();
    }
  });

async function publishSample(studio: Studio, desk: Desk): Promise<EpisodeReport> {
  const show = await sampleShowOf(studio);
  const options = {
    title: 'The screwdriver and the bolt',
    show: show.slug,
    notes: sample('notes.md'),
    chapters: sample('chapters.txt'),
  };
  const received = await takeIn(studio, sample('recording.m4a'), options, desk);
  return finish(studio, received, desk);
}

async function sampleShowOf(studio: Studio): Promise<Show> {
  const known = studio.shows.list().find(({ slug }) => slug === sampleShow.slug);
  if (known) return known;
  return studio.shows.create({
    ...sampleShow,
    cover: sample('cover.jpg'),
    intros: [sample('intro.mp3')],
    outros: [sample('outro.mp3')],
  });
}

function tell(report: EpisodeReport, server: Server | undefined, desk: Desk): void {
  const studio = server && { address: server.address };
  const lines = server
    ? [
        `  The studio is open at ${desk.paint.strong(server.address)}`,
        desk.paint.quiet('  Ctrl-C closes it.'),
      ]
    : [desk.paint.quiet('  To look at it: corridor serve')];
  desk.answer({
    json: { ...reportJson(report), ...(studio && { studio }) },
    text: reportText(report, desk.paint) + textOf(['', ...lines]),
  });
}

async function keepServing(studio: Studio, desk: Desk): Promise<void> {
  const stop = await studio.work();
  await interruption(desk.signal);
  await stop();
}
