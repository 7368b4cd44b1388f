import { createHmac } from 'node:crypto';
import { CorridorError } from '../errors.ts';
import type { Silence } from '../feed/hosting/answer.ts';
import type { RunningJob } from '../jobs/queue.ts';
import { readAddress } from '../show/address.ts';
import type { Episode } from '../show/episode.ts';
import { episodePageKey, feedKey } from '../show/keys.ts';
import type { Show } from '../show/show.ts';
import { type Errand, follow, reachFor, silenceOf } from './guarded.ts';
import type { House } from './house.ts';
import { waitUntil } from './waiting.ts';

/**
 * Who is told of a publication: WebSub hubs, the Podcast Index, and addresses of one's own. Each call is a job of its
 * own, ordered when the new feed is in place (feed.md 10); whatever becomes of it, the publication stays as it is.
 */
export const PING_LANE = 'ping';
/** About a day of attempts, five minutes apart at the most. */
const ATTEMPTS = 330;
/** Milliseconds for one call. */
const PATIENCE = 5_000;
const NAME = 'Corridor/1';

/** What happened to a feed: to one episode of it, or to the show as a whole. */
export type Occasion = Readonly<{
  event: 'episode.published' | 'episode.changed' | 'episode.withdrawn' | 'show.changed';
  episode?: Pick<Episode, 'guid' | 'title' | 'slug'>;
  /** When the feed was written. */
  at: Date;
}>;

/** What a webhook's body says; its names are kept from release to release (docs/webhooks.md). */
export type Notice = Readonly<{
  event: Occasion['event'];
  show: Readonly<{ slug: string; title: string; guid: string }>;
  feedUrl: string;
  episode?: Readonly<{ guid: string; title: string; pageUrl: string }>;
  /** ISO 8601 */
  moment: string;
}>;

type PingJob =
  | Readonly<{ kind: 'websub' | 'podcast-index'; address: string; feedUrl: string }>
  | Readonly<{ kind: 'webhook'; address: string; notice: Notice }>;

type PingHouse = Pick<House, 'queue' | 'publicStore' | 'settings'>;

/** Orders all calls that a publication gives rise to. A hub that is still to be told of this feed is told once. */
export function orderPings(house: PingHouse, show: Show, occasion: Occasion): void {
  const notice = noticeOf(house, show, occasion);
  const subject = `ping:${show.id}`;
  for (const payload of pingsOf(house, show, notice)) {
    const what = payload.kind === 'webhook' ? [notice.event, notice.episode?.guid, notice.moment] : [];
    house.queue.add({
      ...{ lane: PING_LANE, subject, payload },
      dedup: ['ping', payload.kind, payload.address, show.id, ...what].join(' '),
      maxAttempts: ATTEMPTS,
    });
  }
}

/** The hubs that the feed names are told, too: whoever subscribed there is waiting for it. */
function pingsOf({ settings }: PingHouse, show: Show, notice: Notice): readonly PingJob[] {
  const { feedUrl } = notice;
  const hubs = new Set([...settings.WEBSUB_HUBS, ...(show.details?.hubs ?? [])]);
  const index = settings.PODCAST_INDEX_PING;
  return [
    ...[...hubs].map((address) => ({ kind: 'websub', address, feedUrl }) as const),
    ...(index === undefined ? [] : [{ kind: 'podcast-index', address: index, feedUrl } as const]),
    ...settings.WEBHOOKS.map((address) => ({ kind: 'webhook', address, notice }) as const),
  ];
}

function noticeOf({ publicStore }: PingHouse, show: Show, { event, episode, at }: Occasion): Notice {
  const { slug, title, guid } = show;
  return {
    event,
    show: { slug, title, guid },
    feedUrl: publicStore.publicUrl(feedKey(show)),
    ...(episode
      ? { episode: aboutEpisode(episode, publicStore.publicUrl(episodePageKey(show, episode))) }
      : {}),
    moment: at.toISOString(),
  };
}

const aboutEpisode = ({ guid, title }: Pick<Episode, 'guid' | 'title'>, pageUrl: string) => ({
  guid,
  title,
  pageUrl,
});

/** The lane `ping`: one call. What stays without an answer to the end is told in the log, and nowhere else. */
export async function carryOutPing(house: Pick<House, 'settings' | 'clock'>, job: RunningJob): Promise<void> {
  const ping = job.payload as PingJob;
  try {
    await call(house, ping, job.signal);
  } catch (thrown) {
    const isOver = job.lastAttempt || (thrown instanceof CorridorError && thrown.code === 'ping-refused');
    if (isOver && !job.signal.aborted) tellGivenUp(ping, thrown);
    throw thrown;
  }
}

/** Gives calls that nobody has tried yet their first attempt, for a program that is about to end. */
export async function settlePings({ queue }: Pick<House, 'queue'>): Promise<void> {
  const isDone = () =>
    !queue
      .pending()
      .some(({ lane, attempt, state }) => lane === PING_LANE && (attempt === 0 || state === 'running'));
  await waitUntil(isDone, AbortSignal.timeout(PATIENCE + 1000)).catch(() => undefined);
}

async function call(
  { settings, clock }: Pick<House, 'settings' | 'clock'>,
  ping: PingJob,
  signal: AbortSignal,
): Promise<void> {
  const url = readAddress(ping.address);
  if (!url) throw refused(ping, 'is no address');
  const now = Math.floor(clock.now().getTime() / 1000);
  const patient = AbortSignal.timeout(PATIENCE);
  const way = { reach: reachFor(url, settings), stop: AbortSignal.any([patient, signal]) };
  const status = await follow(errandOf(ping, { now, secret: settings.WEBHOOK_SECRET }), way, 0)
    .then(({ message }) => {
      message.destroy();
      return message.statusCode ?? 0;
    })
    .catch((thrown: unknown) => {
      signal.throwIfAborted();
      return patient.aborted ? slow : silenceOf(thrown);
    });
  judge(ping, status);
}

const slow: Silence = { reason: 'slow', says: `does not answer within ${PATIENCE / 1000} seconds` };

/** @throws CorridorError ping-unanswered, ping-refused */
function judge(ping: PingJob, answer: number | Silence): void {
  if (typeof answer === 'object') {
    if (answer.reason === 'private') throw refused(ping, answer.says);
    throw unanswered(ping, answer.says);
  }
  if (answer >= 200 && answer < 300) return;
  if (answer >= 300 && answer < 400) throw refused(ping, `redirects (${answer}), which is not followed`);
  if (answer === 410) throw refused(ping, 'answers with 410: it is gone for ever');
  throw unanswered(ping, `answers with ${answer}`);
}

type Signing = Readonly<{ /** Unix seconds */ now: number; secret: string | undefined }>;

function errandOf(ping: PingJob, signing: Signing): Errand {
  if (ping.kind === 'webhook') return webhookErrand(ping, signing);
  const headers = { 'user-agent': NAME };
  if (ping.kind === 'podcast-index') {
    const url = new URL(ping.address);
    url.searchParams.set('url', ping.feedUrl);
    return { method: 'GET', url: url.href, headers };
  }
  const form = new URLSearchParams({ 'hub.mode': 'publish', 'hub.url': ping.feedUrl });
  return post(ping.address, form.toString(), {
    ...headers,
    'content-type': 'application/x-www-form-urlencoded',
  });
}

function webhookErrand({ address, notice }: Extract<PingJob, { kind: 'webhook' }>, signing: Signing): Errand {
  const body = JSON.stringify(notice);
  return post(address, body, {
    'user-agent': NAME,
    'content-type': 'application/json',
    'corridor-signature': printSignature(body, signing),
  });
}

const post = (url: string, body: string, headers: Errand['headers']): Errand => ({
  ...{ method: 'POST', url, body },
  headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
});

/** `t=<Unix seconds>,v1=<hex>`: HMAC-SHA256 over the time, a dot and the body, so that no old call can be sent again. */
export const printSignature = (body: string, { now, secret = '' }: Signing): string =>
  `t=${now},v1=${createHmac('sha256', secret).update(`${now}.${body}`).digest('hex')}`;

const refused = ({ address }: PingJob, says: string): CorridorError =>
  new CorridorError('ping-refused', `${address} ${says}.`, 'Correct the address in the settings.');

const unanswered = ({ address }: PingJob, says: string): CorridorError =>
  new CorridorError(
    'ping-unanswered',
    `${address} ${says}.`,
    'It is called again by itself, for about a day.',
  );

const tellGivenUp = ({ kind }: PingJob, thrown: unknown): void => {
  const says = thrown instanceof Error ? thrown.message : String(thrown);
  process.emitWarning(
    `A call (${kind}) was given up: ${says} The publication stays as it is; correct the address in the settings, or see why nobody answers there.`,
    'CorridorPing',
  );
};
