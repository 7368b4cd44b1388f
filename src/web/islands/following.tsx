import type { ReportJson } from '../json.ts';
import { EpisodeView } from '../pages/episode.tsx';
import { EpisodeCard } from '../pages/episode-card.tsx';
import { render } from '../pages/preact.ts';

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
  const whole = element.dataset.whole !== undefined;
  render(whole ? <EpisodeView report={report} /> : <EpisodeCard report={report} />, element);
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
