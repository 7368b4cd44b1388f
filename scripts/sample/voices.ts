import { execFileSync } from 'node:child_process';
import type { Turn } from './conversation.ts';
import { decode, type Sound } from './sound.ts';

type Voice = Readonly<{ name: string; pitch: number; wordsPerMinute: number }>;

const voices: Record<Turn['who'], Voice> = {
  Marta: { name: 'en-us+f3', pitch: 48, wordsPerMinute: 172 },
  Jonas: { name: 'en-gb+m3', pitch: 28, wordsPerMinute: 164 },
};

/** A turn as espeak-ng reads it, without the silence that espeak-ng leaves around it. */
export function speak({ who, says }: Turn): Sound {
  const { name, pitch, wordsPerMinute } = voices[who];
  const manner = ['-v', name, '-p', String(pitch), '-s', String(wordsPerMinute), '-g', '2'];
  return trim(decode(execFileSync('espeak-ng', [...manner, '--stdout', says], { maxBuffer: 2 ** 26 })));
}

function trim(sound: Sound): Sound {
  const heard = (sample: number) => Math.abs(sample) > 0.004;
  return sound.slice(Math.max(0, sound.findIndex(heard)), sound.findLastIndex(heard) + 1);
}
