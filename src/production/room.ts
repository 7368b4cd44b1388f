import type { Hearing } from '../sound/hearing.ts';
import { printRoom, type Remark, type RoomFacts, readRoom } from '../sound/room.ts';
import { readSpeech } from '../sound/speech.ts';
import { levelled, readCurve, readTimeline } from '../sound/timeline.ts';
import type { Proven } from './proven.ts';

type Heard = Omit<Proven, 'render' | 'proof' | 'renders'>;
export type RoomBeforeAndAfter = Readonly<{ before: RoomFacts; after: RoomFacts }>;

/** The room report of a production: the recording as it came, and the talk as it is heard in the master. */
export function reportOnRoom(heard: Heard): readonly Remark[] {
  const facts = roomFactsOf(heard);
  return facts ? printRoom(facts.before, facts.after) : [];
}

/** The figures of that report. */
export function roomFactsOf({ parts, recorded, plan }: Heard): RoomBeforeAndAfter | undefined {
  const talk = parts.find(({ role }) => role === 'talk');
  if (!talk) return undefined;
  return {
    before: readRoom(roomIn(recorded)),
    after: readRoom({ ...roomIn(talk.hearing, plan.mix.curve), passages: plan.passages }),
  };
}

/** Whether somebody speaks is asked before the leveller: behind it, every room is a little different. */
function roomIn({ signal, timeline: stored, frames, seconds }: Hearing, curve?: string) {
  const timeline = readTimeline(stored);
  const speech = readSpeech(timeline.cleaned);
  const gain = curve === undefined ? undefined : readCurve(curve);
  const { power, cleaned } = timeline;
  return {
    signal,
    speech,
    frames,
    seconds,
    timeline: gain
      ? { ...timeline, power: levelled(power, gain), cleaned: levelled(cleaned, gain) }
      : timeline,
  };
}
