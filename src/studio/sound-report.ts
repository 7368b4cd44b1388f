import { text } from 'node:stream/consumers';
import { CorridorError, toCorridorError } from '../errors.ts';
import { masteredChapters } from '../show/chapters/mastered.ts';
import { placeChapters, sentence } from '../production/description.ts';
import { type Remembered, remember } from '../production/memory.ts';
import type { Proven } from '../production/proven.ts';
import { reportOnRoom } from '../production/room.ts';
import type { Chapter } from '../show/chapters/chapter.ts';
import type { Master } from '../show/episode.ts';
import { type Certificate, readCertificate } from '../sound/certificate.ts';
import type { MasteringPlan } from '../sound/mastering.ts';
import { printPictures } from '../sound/picture.ts';
import { printReport, type ReportFacts } from '../sound/report.ts';
import { readCurve, readTimeline } from '../sound/timeline.ts';
import type { House } from './house.ts';
import { findEpisode } from './reports.ts';
import type { SoundPictures } from './studio.ts';

/** The page that shows what became of a recording: pictures and figures, before and after. */

/** @throws CorridorError episode-unknown, episode-not-ready */
export const reportOnSound = async (house: House, name: string): Promise<string> =>
  printReport((await recall(house, name)).facts);

/** @throws CorridorError episode-unknown, episode-not-ready */
export async function pictureSound(house: House, name: string): Promise<SoundPictures> {
  const { facts, master } = await recall(house, name);
  const room = facts.remarks;
  const said = new Set(room.map(sentence));
  return {
    pictures: printPictures(facts),
    room,
    remarks: master.remarks.filter((remark) => !said.has(remark)),
  };
}

/** Of a production that has just ended. */
export function printSoundReport(proven: Proven, names: Names): string {
  const { goal, parts, plan, recorded, proof } = proven;
  const talk = parts.find(({ role }) => role === 'talk');
  if (!talk) throw new TypeError('A master without a talk.');
  const { title } = goal.sheet;
  const said = { title, recipe: goal.recipe, plan, room: reportOnRoom(proven) };
  const heard = { inspection: talk.inspection, recorded, proof };
  return printReport(factsOf({ ...said, ...heard, chapters: placeChapters(proven) }, names));
}

type Recalled = Readonly<{ facts: ReportFacts; master: Master }>;

/** Of an episode whenever its master was made: what the certificate says, and what was heard. */
async function recall(house: House, name: string): Promise<Recalled> {
  const { recordings, deliveries, shows } = house.catalogue;
  const { episode, publication, master = publication?.master } = findEpisode(house, name);
  const recording = recordings.find(episode.recording);
  const certificate = master && (await readKept(house, master));
  const heard = recording && certificate && remember({ ...certificate, talk: recording }, deliveries);
  if (!heard) throw notReady(name);
  const chapters = masteredChapters(episode, { master });
  const show = shows.byId(episode.showId)?.title;
  const names = { name: recording.name, show };
  return { facts: factsOf({ ...certificate, ...heard, chapters }, names), master };
}

async function readKept({ privateStore }: House, master: Master): Promise<Certificate | undefined> {
  if (!master.certificate) return undefined;
  try {
    const { body } = await privateStore.get(master.certificate.key);
    return readCertificate(await text(body)).certificate;
  } catch (thrown) {
    if (toCorridorError(thrown).code === 'object-missing') return undefined;
    throw thrown;
  }
}

type Account = Pick<Certificate, 'title' | 'recipe' | 'plan' | 'room'> &
  Remembered &
  Readonly<{ chapters: readonly Chapter[] }>;
type Names = Readonly<{ name: string; show?: string | undefined }>;

function factsOf(account: Account, { name, show }: Names): ReportFacts {
  const { title, recipe, plan, room, recorded, proof, chapters } = account;
  return {
    title,
    ...(show === undefined ? {} : { show }),
    recording: { name, seconds: recorded.seconds, sound: sayFormat(account) },
    before: { loudness: recorded.loudness, timeline: readTimeline(recorded.timeline) },
    after: { loudness: proof.loudness, timeline: readTimeline(proof.timeline), seconds: proof.seconds },
    target: recipe.target,
    gain: gainOf(account),
    passages: plan.passages,
    talkStartsAt: plan.talkStartsAt,
    ...bedOf(plan),
    dualMono: plan.trueMono,
    chapters,
    remarks: room,
    figures: [],
  };
}

/** The bed is the one clip that makes way for words. */
function bedOf({ mix }: MasteringPlan): Pick<ReportFacts, 'bed'> {
  const clip = mix.clips.find(({ points, frames }) => points !== undefined && frames > 0);
  if (!clip) return {};
  return { bed: { from: clip.at / mix.sampleRate, to: (clip.at + clip.frames) / mix.sampleRate } };
}

function sayFormat({ inspection: { codec, container, sampleRate, channels } }: Account): string {
  const shape = channelWords[channels] ?? `${channels} channels`;
  return `${codec} in ${container.split(',')[0]}, ${sampleRate / 1000} kHz, ${shape}`;
}

const channelWords: Readonly<Record<number, string>> = { 1: 'mono', 2: 'stereo' };

/** The leveller's curve, which only the talk has, with the gain of the whole, on the recording's line. */
function gainOf({ plan, recorded }: Account): Float32Array {
  const clip = plan.mix.clips.find(({ levelled }) => levelled);
  const { curve: text } = plan.mix;
  const curve = text === undefined ? new Float32Array(recorded.timeline.steps) : readCurve(text);
  return curve.map((dB) => dB + (clip?.gain ?? 0));
}

const notReady = (name: string): CorridorError =>
  new CorridorError(
    'episode-not-ready',
    `There is nothing to report on: ${name} has no master yet, or one of an earlier release.`,
    `Wait until it is ready; where it stands, says: corridor episode show ${name}`,
  );
