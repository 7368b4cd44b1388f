import type { SoundJson } from '../json.ts';

const answers = new Map<string, Promise<SoundJson | undefined>>();

/** The pictures of a master, asked for once; where they cannot be had, the page does without. */
export function fetchSound(address: string): Promise<SoundJson | undefined> {
  const known = answers.get(address);
  if (known) return known;
  const answer = ask(address).catch(() => undefined);
  answers.set(address, answer);
  return answer;
}

async function ask(address: string): Promise<SoundJson | undefined> {
  const response = await fetch(address, { headers: { Accept: 'application/json' } });
  return response.ok ? ((await response.json()) as SoundJson) : undefined;
}
