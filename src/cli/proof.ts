import { access, readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { CorridorError } from '../errors.ts';
import { readCertificate } from '../sound/certificate.ts';
import { dualMonoWords } from '../sound/loudness.ts';
import type { FileProof, Proof } from '../studio/studio.ts';
import type { Watch } from '../workshop/measuring.ts';
import { type Desk, stopped, withStudio } from './desk.ts';
import { printFigure, printLength, printLufs } from './figures.ts';
import { findFile } from './files.ts';
import { alignColumns, printable, textOf } from './layout.ts';
import { withSolo } from './mastering.ts';

/**
 * Hears a published sound again, in all its formats, and says whether its certificate holds; resolves with the exit code.
 * A file on the disk has its certificate beside it; anything else is taken for an episode's name.
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
      : await withStudio((studio) => studio.prove(target, watch)).catch(proveUnheard);
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
    () => /[/\\]|\.(mp3|m4a|opus)$/i.test(path) && !/^[a-z0-9-]+\/[a-z0-9-]+$/.test(path),
  );

async function proveFile(path: string, certificate: string | undefined, watch: Watch): Promise<Proof> {
  demandMp3(path);
  await findFile(path);
  if (certificate !== undefined) await findFile(certificate);
  const [{ certificatePath }, { proveFiles }] = await Promise.all([
    import('../studio/hand-out.ts'),
    import('../studio/proof.ts'),
  ]);
  const files = { audio: path, certificate: certificate ?? certificatePath(path) };
  return withSolo(({ workshop }) => proveFiles(workshop, files, watch)).catch((thrown: unknown) =>
    proveUnheardFile(files, thrown),
  );
}

/** A file that was certified and cannot be heard any more does not hold; one without a certificate is none to prove. */
async function proveUnheardFile(
  { audio, certificate }: Readonly<{ audio: string; certificate: string }>,
  thrown: unknown,
): Promise<Proof> {
  const text = await readFile(certificate, 'utf8').catch(() => undefined);
  if (text === undefined) throw thrown;
  const proof = proveUnheard(thrown);
  const { weigh, nameFile } = await import('../studio/further-proof.ts');
  const { bytes, sha256 } = await weigh(audio);
  const { certificate: read, fault } = readCertificate(text);
  const faults = [
    ...proof.faults,
    ...(fault === undefined ? [] : [fault]),
    ...(read && read.enclosure.sha256 !== sha256
      ? [
          `Its bytes are not the ones that it was made with: there are ${bytes} now, and there were ${read.enclosure.bytes}.`,
        ]
      : []),
    ...(read?.alternates ?? []).map(
      (made) => `Its ${nameFile('', made.mediaType).format} file was not heard.`,
    ),
  ];
  const file = { ...nameFile(basename(audio), 'audio/mpeg'), holds: false, faults };
  return { ...proof, faults, files: [file], ...(read ? { certificate: read } : {}) };
}

/** What nobody can hear any more does not hold. @throws whatever else went wrong */
function proveUnheard(thrown: unknown): Proof {
  if (!(thrown instanceof CorridorError) || !thrown.code.startsWith('recording-')) throw thrown;
  return {
    holds: false,
    faults: [`It cannot be heard any more: ${thrown.message}`],
    files: [],
    absent: [],
  };
}

function demandMp3(path: string): void {
  const [, stem] = /^(.*)\.(?:m4a|opus)$/i.exec(path) ?? [];
  if (stem === undefined) return;
  throw new CorridorError(
    'value-invalid',
    `${path} is proven together with its MP3, whose certificate names it.`,
    `Say which MP3, for example: corridor prove ${stem}.mp3`,
  );
}

const jsonOf = (target: string, { holds, faults, files, absent, certificate }: Proof) => ({
  target,
  holds,
  faults,
  ...(files[0] ? foundJson(files[0]) : {}),
  files: files.map(({ file, format, type, ...proof }) => ({
    ...{ file, format, type, holds: proof.holds, faults: proof.faults },
    ...foundJson(proof),
  })),
  absent,
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

const foundJson = ({ found }: Pick<FileProof, 'found'>) =>
  found && { loudness: found.loudness, duration: found.seconds, sha256: found.sha256 };

function print(
  target: string,
  { holds, faults, files, absent, certificate }: Proof,
  { paint }: Desk,
): string {
  const name = paint.strong(printable(basename(target)));
  const verdict = holds
    ? `${paint.good('✓')} ${name} is what its certificate says.`
    : `${paint.bad('✗')} ${name} is not proven.`;
  const lines = printFiles([
    ...files.map((file) => ({ mark: file.holds ? paint.good('✓') : paint.bad('✗'), cells: cellsOf(file) })),
    ...absent.map(({ file, format }) => ({
      mark: paint.quiet('–'),
      cells: [file, format, 'is named in the certificate; it does not lie here and was not heard'],
    })),
  ]);
  const counted = certificate?.channels === 'one channel, counted as two' ? ['', `  ${dualMonoWords}`] : [];
  return textOf([verdict, ...faults.map((fault) => `  ${printable(fault)}`), '', ...lines, ...counted]);
}

type Line = Readonly<{ mark: string; cells: readonly string[] }>;

const printFiles = (lines: readonly Line[]): string[] =>
  alignColumns(lines.map(({ cells }) => cells)).map((text, at) => `  ${lines[at]?.mark} ${text}`);

const cellsOf = ({ file, format, found }: FileProof): string[] => [
  file,
  format,
  found
    ? [
        printLength(found.seconds),
        printLufs(found.loudness.integrated),
        `${printFigure(found.loudness.range)} LU`,
        `${printFigure(found.loudness.truePeak)} dBTP`,
      ].join('  ')
    : 'could not be heard',
];
