import { chance, highPass, lowPass, reverberate, roomNoise } from './acoustics.ts';
import { conversation, type Turn } from './conversation.ts';
import { amplify, lay, lengthOf, RATE, type Sound, settle, silence } from './sound.ts';
import { speak } from './voices.ts';

// What makes a corridor hard to publish: one voice at the phone, the other across the room and much quieter,
// a machine's hum underneath, and dead air before and after.
const NEAR_LOUDNESS = -20;
const FAR_LOUDNESS = -33.5;
const NOISE_LOUDNESS = -58;
const DEAD_AIR = 2;
const USUAL_PAUSE = 0.35;

type Placed = Readonly<{ turn: Turn; at: number; sound: Sound }>;
type Scene = Readonly<{ sound: Sound; chapters: readonly { start: number; title: string }[] }>;

/** The whole recording as a phone would have taken it. */
export function recordConversation(): Scene {
  const turns = placeTurns();
  const end = Math.max(...turns.map(({ at, sound }) => at + lengthOf(sound)));
  const scene = silence(end + DEAD_AIR);
  layVoices(scene, turns);
  layRoom(scene);
  // He comes for coffee while she speaks; somebody leaves before the question about the report.
  for (const [step, gain] of [-62, -58, -55, -53, -54].entries())
    lay(scene, footstep(step, gain), 2.6 + step * 0.56);
  lay(scene, door(), startOf(turns, 'So what went') - 1);
  return { sound: lowPass(highPass(scene, 70), 15_000), chapters: chaptersOf(turns) };
}

function placeTurns(): Placed[] {
  let at = DEAD_AIR;
  return conversation.map((turn, index) => {
    const sound = speak(turn);
    at += index === 0 ? 0 : (turn.pause ?? USUAL_PAUSE);
    const placed = { turn, at, sound };
    at += lengthOf(sound);
    return placed;
  });
}

function layVoices(scene: Sound, turns: readonly Placed[]): void {
  const near = silence(lengthOf(scene));
  const far = silence(lengthOf(scene));
  for (const { turn, at, sound } of turns) lay(turn.who === 'Marta' ? near : far, sound, at);
  const close = reverberate(near, { wet: 0.12, decay: 0.4 });
  const across = reverberate(lowPass(far, 3200), { wet: 0.75, decay: 0.5 });
  for (const voice of settle([close], NEAR_LOUDNESS)) lay(scene, voice, 0);
  for (const voice of settle([across], FAR_LOUDNESS)) lay(scene, voice, 0);
}

function layRoom(scene: Sound): void {
  for (const noise of settle([roomNoise(scene.length, 7)], NOISE_LOUDNESS)) lay(scene, noise, 0);
  const hum = (hertz: number, gain: number) => amplify(tone(scene.length, hertz), gain);
  for (const [hertz, gain] of [
    [100, -66],
    [200, -72],
    [300, -76],
  ] as const)
    lay(scene, hum(hertz, gain), 0);
}

const tone = (samples: number, hertz: number): Sound =>
  new Float32Array(samples).map((_, i) => Math.sin((2 * Math.PI * hertz * i) / RATE));

/** A dull heel: noise through a low pass, gone within a tenth of a second, and the corridor's answer. */
function footstep(seed: number, gain: number): Sound {
  const next = chance(100 + seed);
  const heel = silence(0.5).map((_, i) => next() * Math.exp(-i / (0.018 * RATE)));
  return levelled(reverberate(lowPass(heel, 420), { wet: 0.6, decay: 0.6 }), gain + 30);
}

/** A door falls shut far down: a thud at 75 Hz and the latch a moment later. */
function door(): Sound {
  const next = chance(55);
  const thud = silence(1.2).map((_, i) => {
    const time = i / RATE;
    const latch = time > 0.09 ? 0.3 * next() * Math.exp(-(time - 0.09) / 0.012) : 0;
    return (
      Math.sin(2 * Math.PI * 75 * time) * Math.exp(-time / 0.07) +
      0.5 * next() * Math.exp(-time / 0.03) +
      latch
    );
  });
  return levelled(reverberate(lowPass(thud, 900), { wet: 0.7, decay: 0.9 }), -24);
}

function levelled(sound: Sound, peak: number): Sound {
  const highest = sound.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  return amplify(sound, peak - 20 * Math.log10(highest));
}

const startOf = (turns: readonly Placed[], words: string): number =>
  turns.find(({ turn }) => turn.says.startsWith(words))?.at ?? 0;

/** The first chapter begins with the recording, whatever silence stands before its first word. */
const chaptersOf = (turns: readonly Placed[]) =>
  turns.flatMap(({ turn, at }, i) =>
    turn.chapter ? [{ start: i ? Math.floor(at) : 0, title: turn.chapter }] : [],
  );
