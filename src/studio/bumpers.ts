import type { BumperRole, Show } from '../show/show.ts';
import { demandSound } from '../sound/loudness.ts';
import { asItIs } from '../sound/mastering.ts';
import type { House } from './house.ts';
import { type KeptSound, keepSound, rememberSound } from './keeping.ts';
import type { ShowDraft } from './studio.ts';
import { unfit } from './unfit.ts';

/** The sounds that a show brings along: kept in the private store first, then written down with the show. */
export type KeptBumpers = Readonly<{
  intros?: readonly KeptSound[];
  outros?: readonly KeptSound[];
  /** null takes it away */
  bed?: KeptSound | null;
}>;

type Said = Pick<Partial<ShowDraft>, 'intros' | 'outros' | 'bed'>;

/** Keeps all or none. @throws CorridorError file-missing, recording-…, disk-full, store-… */
export async function keepBumpers(house: House, { intros, outros, bed }: Said): Promise<KeptBumpers> {
  const kept: KeptSound[] = [];
  const one = (role: BumperRole, path: string) => keepBumper(house, { role, path }, kept);
  const all = async (role: BumperRole, paths: readonly string[]): Promise<readonly KeptSound[]> => {
    const sounds: KeptSound[] = [];
    for (const path of paths) sounds.push(await one(role, path));
    return sounds;
  };
  try {
    return {
      ...(intros ? { intros: await all('intro', intros) } : {}),
      ...(outros ? { outros: await all('outro', outros) } : {}),
      ...(bed === undefined ? {} : { bed: bed === null ? null : await one('bed', bed) }),
    };
  } catch (thrown) {
    await discardAll(kept);
    throw thrown;
  }
}

type Candidate = Readonly<{ role: BumperRole; path: string }>;

/** Heard at once: a silent bumper would fail every episode later, when nobody thinks of it any more. */
async function keepBumper(house: House, { role, path }: Candidate, kept: KeptSound[]): Promise<KeptSound> {
  const name = role === 'bed' ? 'music bed' : role;
  try {
    const sound = await keepSound(house, { file: path, name: path });
    kept.push(sound);
    demandSound(await house.workshop.measureFile(path, asItIs(sound.inspection)), name);
    return sound;
  } catch (thrown) {
    throw unfit(thrown, name, path);
  }
}

/** Writes them down; what is returned goes with the show. */
export function rememberBumpers(
  house: House,
  { intros, outros, bed }: KeptBumpers,
): Partial<Pick<Show, 'intros' | 'outros'>> & { bed?: string | null } {
  const remember = (sound: KeptSound): string => {
    rememberSound(house, sound);
    return sound.recording.sha256;
  };
  return {
    ...(intros ? { intros: intros.map(remember) } : {}),
    ...(outros ? { outros: outros.map(remember) } : {}),
    ...(bed === undefined ? {} : { bed: bed && remember(bed) }),
  };
}

/** Takes out again what no show came to use. */
export const discardBumpers = ({ intros = [], outros = [], bed }: KeptBumpers): Promise<void> =>
  discardAll([...intros, ...outros, ...(bed ? [bed] : [])]);

async function discardAll(sounds: readonly KeptSound[]): Promise<void> {
  for (const sound of sounds) await sound.discard();
}
