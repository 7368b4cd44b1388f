import { CorridorError } from '../errors.ts';
import { placeChapters } from '../production/description.ts';
import { nextOrders } from '../production/next-orders.ts';
import type { Proven } from '../production/proven.ts';
import { reportOnRoom } from '../production/room.ts';
import { printReport, type ReportFacts } from '../sound/report.ts';
import { readCurve, readTimeline } from '../sound/timeline.ts';
import type { House } from './house.ts';
import { goalOf } from './production.ts';
import { findEpisode } from './reports.ts';

/** The page that shows what became of a recording: pictures and figures, before and after. */

/** @throws CorridorError episode-unknown, episode-not-ready */
export function reportOnSound(house: House, name: string): string {
  const { episode } = findEpisode(house, name);
  const step = nextOrders(goalOf(house, episode), house.catalogue.deliveries);
  if (step.state !== 'done') throw notReady(name);
  const recording = house.catalogue.recordings.find(episode.recording);
  return printSoundReport(step.account, {
    name: recording?.name ?? '',
    show: house.catalogue.shows.byId(episode.showId)?.title,
  });
}

type Names = Readonly<{ name: string; show?: string | undefined }>;

export const printSoundReport = (account: Proven, names: Names): string =>
  printReport(factsOf(account, names));

function factsOf(account: Proven, { name, show }: Names): ReportFacts {
  const { goal, recorded, plan, proof } = account;
  const talk = account.parts.find(({ role }) => role === 'talk');
  const { codec = '', container = '', sampleRate = 0, channels = 0 } = talk?.inspection ?? {};
  return {
    title: goal.sheet.title,
    ...(show === undefined ? {} : { show }),
    recording: {
      name,
      seconds: recorded.seconds,
      sound: `${codec} in ${container.split(',')[0]}, ${sampleRate / 1000} kHz, ${channelWords[channels] ?? `${channels} channels`}`,
    },
    before: { loudness: recorded.loudness, timeline: readTimeline(recorded.timeline) },
    after: { loudness: proof.loudness, timeline: readTimeline(proof.timeline), seconds: proof.seconds },
    target: goal.recipe.target,
    gain: gainOf(account),
    passages: plan.passages,
    talkStartsAt: plan.talkStartsAt,
    chapters: placeChapters(account),
    remarks: reportOnRoom(account),
    figures: [],
  };
}

const channelWords: Readonly<Record<number, string>> = { 1: 'mono', 2: 'stereo' };

/** The leveller's curve with the gain of the whole, on the recording's line. */
function gainOf({ plan, parts }: Proven): Float32Array {
  const talk = parts.findIndex(({ role }) => role === 'talk');
  const clip = plan.mix.clips.find(({ source }) => source === talk);
  const steps = parts[talk]?.hearing.timeline.steps ?? 0;
  const curve = clip?.curve === undefined ? new Float32Array(steps) : readCurve(clip.curve);
  return curve.map((dB) => dB + (clip?.gain ?? 0));
}

const notReady = (name: string): CorridorError =>
  new CorridorError(
    'episode-not-ready',
    `${name} has no master yet, so there is nothing to report on.`,
    `See where it stands: corridor episode show ${name}`,
  );
