import { problemOf } from '../errors.ts';
import type { EpisodeReport } from '../studio/studio.ts';
import type { Response } from './express.ts';
import type { House } from './house.ts';
import { printReport } from './json.ts';

const PING_MILLISECONDS = 15_000;

/**
 * Server-sent events: `report` for every change, and `settled` with the last report once nothing runs or waits.
 * A reader that comes back after a broken line simply begins with the present report again.
 */
export async function sendEvents(house: House, id: number, response: Response): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const ended = AbortSignal.any([gone.signal, house.closing]);
  response.set({
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-cache, no-transform',
    'X-Accel-Buffering': 'no',
  });
  response.flushHeaders();
  const ping = setInterval(() => response.write(': ping\n\n'), PING_MILLISECONDS);
  try {
    await relay(house.studio.episodes.watch(id, ended), response, ended);
  } catch (thrown) {
    if (!ended.aborted) writeEvent(response, { id: 0, name: 'problem', data: problemOf(thrown) });
  } finally {
    clearInterval(ping);
    response.end();
  }
}

async function relay(
  reports: AsyncIterable<EpisodeReport>,
  response: Response,
  ended: AbortSignal,
): Promise<void> {
  let id = 0;
  let last: EpisodeReport | undefined;
  for await (const report of reports) {
    if (ended.aborted) return;
    last = report;
    writeEvent(response, { id: ++id, name: 'report', data: printReport(report) });
  }
  if (last && !ended.aborted) writeEvent(response, { id: ++id, name: 'settled', data: printReport(last) });
}

type Event = Readonly<{ id: number; name: string; data: unknown }>;

const writeEvent = (response: Response, { id, name, data }: Event): boolean =>
  response.write(`id: ${id}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
