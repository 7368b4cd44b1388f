import type { Hearing } from '../sound/hearing.ts';
import { printRoom, type Remark, readRoom } from '../sound/room.ts';
import { readSpeech } from '../sound/speech.ts';
import { levelled, readCurve, readTimeline } from '../sound/timeline.ts';
import type { Proven } from './proven.ts';

/** The room report of a production: the recording as it came, and the talk as it is heard in the master. */
export function reportOnRoom({
  parts,
  recorded,
  plan,
}: Omit<Proven, 'render' | 'proof' | 'renders'>): readonly Remark[] {
  const talk = parts.findIndex(({ role }) => role === 'talk');
  const hearing = parts[talk]?.hearing;
  if (!hearing) return [];
  const before = readRoom(roomIn(recorded));
  const after = readRoom({ ...roomIn(hearing, plan.mix.curve), passages: plan.passages });
  return printRoom(before, after);
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
