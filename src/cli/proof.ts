import { access } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Proof } from '../studio/studio.ts';
import { type Desk, stopped, withStudio } from './desk.ts';
import { printLength, printLoudness } from './figures.ts';
import { findFile } from './files.ts';
import { printable, printFacts, textOf } from './layout.ts';
import { withSolo } from './mastering.ts';

/**
 * Hears a published file again and says whether its certificate holds; resolves with the exit code. A file on the disk
 * has its certificate beside it; anything else is taken for an episode's name.
 */
export async function prove(target: string, certificate: string | undefined, desk: Desk): Promise<number> {
  const progress = desk.progress();
  const watch = {
    signal: desk.signal,
    onProgress: (fraction: number) =>
      progress.show({ says: 'Listening to it again', percent: 100 * fraction }),
  };
  try {
    const proof = (await isFile(target))
      ? await proveFile(target, certificate, watch)
      : await withStudio((studio) => studio.prove(target, watch));
    progress.end();
    desk.answer({ json: jsonOf(target, proof), text: print(target, proof, desk) });
    return proof.holds ? 0 : 1;
  } catch (thrown) {
    throw desk.signal.aborted ? stopped('Stopped.', 'To prove it, run the command again.') : thrown;
  } finally {
    progress.end();
  }
}

const isFile = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => /[/\\]|\.mp3$/i.test(path) && !/^[a-z0-9-]+\/[a-z0-9-]+$/.test(path),
  );

async function proveFile(path: string, certificate: string | undefined, watch: object): Promise<Proof> {
  await findFile(path);
  if (certificate !== undefined) await findFile(certificate);
  const [{ certificatePath }, { proveAgainst }] = await Promise.all([
    import('../studio/hand-out.ts'),
    import('../studio/proof.ts'),
  ]);
  return withSolo(({ workshop }) =>
    proveAgainst(workshop, { audio: path, certificate: certificate ?? certificatePath(path) }, watch),
  );
}

const jsonOf = (target: string, { holds, faults, loudness, seconds, sha256, certificate }: Proof) => ({
  target,
  holds,
  faults,
  loudness,
  duration: seconds,
  sha256,
  ...(certificate
    ? {
        certified: {
          loudness: certificate.after,
          sha256: certificate.enclosure.sha256,
          recipe: certificate.recipe.name,
        },
      }
    : {}),
});

function print(target: string, { holds, faults, loudness, seconds }: Proof, { paint }: Desk): string {
  const verdict = holds
    ? `${paint.good('✓')} ${paint.strong(printable(basename(target)))} is what its certificate says.`
    : `${paint.bad('✗')} ${paint.strong(printable(basename(target)))} is not proven.`;
  return textOf([
    verdict,
    ...faults.map((fault) => `  ${printable(fault)}`),
    '',
    ...printFacts([['Length', printLength(seconds)]], paint.quiet),
    ...printLoudness(loudness),
  ]);
}
