import type { ReportJson } from '../json.ts';
import { EpisodeView } from '../pages/episode.tsx';
import { EpisodeCard } from '../pages/episode-card.tsx';
import { render } from '../pages/preact.ts';
import { fetchSound } from './sound.ts';

/** Browsers keep few connections to one host; the rest wait their turn. */
const AT_ONCE = 4;

const waiting: HTMLElement[] = [];
let following = 0;

/** Draws the episodes that are being worked on anew, with every report that comes. */
export function followEpisodes(): void {
  for (const element of document.querySelectorAll<HTMLElement>('[data-events]')) follow(element);
}

export function follow(element: HTMLElement): void {
  waiting.push(element);
  followNext();
}

export function draw(element: HTMLElement, report: ReportJson): void {
  if (element.dataset.whole === undefined) render(<EpisodeCard report={report} />, element);
  else if (report.links.sound === undefined) render(<EpisodeView report={report} />, element);
  else void drawWithSound(element, report, report.links.sound);
}

/** Reports wait for the same answer, so they are drawn in the order in which they came. */
async function drawWithSound(element: HTMLElement, report: ReportJson, address: string): Promise<void> {
  const sound = await fetchSound(address);
  render(<EpisodeView report={report} sound={sound} />, element);
}

function followNext(): void {
  const element = following < AT_ONCE ? waiting.shift() : undefined;
  const address = element?.dataset.events;
  if (!element || !address) return;
  following += 1;
  const events = new EventSource(address);
  const end = () => {
    events.close();
    following -= 1;
    followNext();
  };
  const show = (event: MessageEvent<string>) => draw(element, JSON.parse(event.data) as ReportJson);
  events.addEventListener('report', show);
  events.addEventListener('settled', (event) => {
    show(event);
    end();
  });
  events.addEventListener('problem', end);
  // A broken line mends itself; a refused one does not.
  events.addEventListener('error', () => {
    if (events.readyState === EventSource.CLOSED) end();
  });
}
