import type { Goal, Ledger } from '../../src/production/facts.ts';
import { nextOrders, type Step } from '../../src/production/next-orders.ts';
import { type Delivery, fingerprintOf, type WorkOrder } from '../../src/production/orders.ts';
import { podcastRecipe } from '../../src/show/recipe.ts';
import type { Hearing } from '../../src/sound/hearing.ts';
import type { Inspection } from '../../src/sound/inspection.ts';
import type { Source } from '../../src/sound/part.ts';
import { hearingOf } from '../sound/parts.ts';

/** A ledger in memory and a workshop that answers at once: the loop without disk, clock or process. */
export const source = (name: string): Source => ({
  key: `originals/${name}.wav`,
  sha256: name.padEnd(64, '0'),
});

export const goal: Goal = {
  talk: source('talk'),
  intros: [source('intro')],
  outros: [source('outro')],
  recipe: { ...podcastRecipe, levelling: 'off', silence: { trim: false, longestPause: null } },
  sheet: {
    title: 'The first',
    artist: 'Nordlicht Works',
    album: 'Corridor Talk',
    year: 2026,
    language: 'en',
    chapters: [
      { start: 0, title: 'Welcome' },
      { start: 30, title: 'The question' },
    ],
  },
};

export const inspection: Inspection = {
  container: 'wav',
  codec: 'pcm_s16le',
  sampleRate: 48000,
  channels: 2,
  seconds: 60,
};

/** A sound that measures so, whatever else is known of it. */
export const heard = (integrated: number, truePeak = -2, seconds = 60): Hearing => ({
  ...hearingOf({ integrated, seconds, crest: 3 }),
  loudness: { integrated, range: 5, truePeak },
});

export type Answer = (order: WorkOrder) => Delivery | undefined;

/** Answers as a good day would; `special` goes before it. */
const answerTo = (order: WorkOrder, special: Answer): Delivery =>
  special(order) ?? goodAnswers[order.kind](fingerprintOf(order));

const goodAnswers: Record<WorkOrder['kind'], (fingerprint: string) => Delivery> = {
  inspect: () => inspection,
  measure: () => heard(-20, -17),
  render: (name) => ({ key: `renders/${name}.mp3`, sha256: name, bytes: 1000, ffmpeg: '5.1' }),
  prove: () => heard(-16, -2, 178),
  convert: (name) => ({
    ...{ key: `renders/${name}.any`, sha256: name, bytes: 800, seconds: 178 },
    loudness: { integrated: -16.1, range: 5, truePeak: -1.8 },
  }),
  tag: (name) => ({ key: `masters/${name}.mp3`, sha256: name, bytes: 1200 }),
  certify: (name) => ({ key: `certificates/${name}.json`, sha256: name, bytes: 900 }),
};

export type Shop = Ledger & Readonly<{ done: WorkOrder[]; run(goal: Goal, special?: Answer): Step }>;

export function openShop(): Shop {
  const kept = new Map<string, Delivery>();
  const done: WorkOrder[] = [];
  const find = (fingerprint: string) => kept.get(fingerprint);
  const run = (wanted: Goal, special: Answer = () => undefined): Step => {
    for (let round = 0; round < 20; round++) {
      const step = nextOrders(wanted, { find });
      if (step.state !== 'working') return step;
      for (const order of step.orders) {
        done.push(order);
        kept.set(fingerprintOf(order), answerTo(order, special));
      }
    }
    throw new Error('The loop does not end.');
  };
  return { find, done, run };
}

/** What an order is about, in two words. */
export function say(order: WorkOrder): string {
  if ('source' in order) return `${order.kind} ${order.source.key.replace(/^.*\/|\..*$/g, '')}`;
  if (order.kind === 'certify') return 'certify';
  const about = 'attempt' in order ? order.attempt : order.sheet.title;
  return [order.kind, ...('format' in order ? [order.format] : []), about].join(' ');
}
