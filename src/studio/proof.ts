import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { CorridorError } from '../errors.ts';
import { type Publication, placedDownloads } from '../show/episode.ts';
import { namingOf } from '../show/formats.ts';
import { holdAgainst, readCertificate, type SealedCertificate } from '../sound/certificate.ts';
import type { ObjectStore } from '../store/store.ts';
import type { Watch } from '../workshop/measuring.ts';
import type { Workshop } from '../workshop/workshop.ts';
import {
  findBeside,
  nameFile,
  type PromisedFile,
  proveFurther,
  proveNothing,
  weigh,
} from './further-proof.ts';
import { beside } from './hand-out.ts';
import type { House } from './house.ts';
import { findEpisode } from './reports.ts';
import type { FileProof, Proof } from './studio.ts';

type Certified = Readonly<{ audio: string; certificate: string | undefined }>;
type MainProof = FileProof & Readonly<{ certificate?: SealedCertificate }>;

/**
 * Hears an MP3 again and holds it against its certificate.
 * @throws CorridorError recording-…, ffmpeg-… where the file cannot be heard at all
 */
export async function proveAgainst(
  prover: Pick<Workshop, 'proveFile'>,
  files: Certified,
  watch: Watch = {},
): Promise<MainProof> {
  const { loudness, seconds } = await prover.proveFile(files.audio, watch);
  const found = { loudness, seconds, ...(await weigh(files.audio)) };
  const { certificate, fault } = await readBeside(files.certificate);
  const faults = [
    ...(fault === undefined ? [] : [fault]),
    ...(certificate ? holdAgainst(certificate, found) : []),
  ];
  return {
    ...nameFile(basename(files.audio), 'audio/mpeg'),
    holds: faults.length === 0,
    faults,
    found: { loudness, seconds, sha256: found.sha256 },
    ...(certificate ? { certificate } : {}),
  };
}

/** The same of an MP3 on the disk, and of the further formats that its certificate names and that lie beside it. */
export async function proveFiles(workshop: Workshop, files: Certified, watch: Watch = {}): Promise<Proof> {
  const { certificate } = await readBeside(files.certificate);
  const found = await Promise.all(
    (certificate?.alternates ?? []).map(async (made) => ({
      made,
      path: await findBeside(files.audio, made),
    })),
  );
  const furthers = found.flatMap(({ made, path }): PromisedFile[] =>
    path === undefined
      ? []
      : [{ made, target: certificate?.recipe.target, file: basename(path), lend: (use) => use(path) }],
  );
  const watches = shareOut(watch, 1 + furthers.length);
  const main = await proveAgainst(workshop, files, watches[0]);
  const others = await proveEach(workshop, furthers, watches.slice(1));
  const absent = found.filter(({ path }) => path === undefined);
  return {
    ...together(main, others),
    absent: absent.map(({ made: { mediaType } }) => {
      const { ending, name } = namingOf(mediaType);
      return { file: basename(beside(files.audio, ending)), format: name };
    }),
  };
}

/** The files that listeners get, with the certificate that lies beside them. */
export async function proveEpisode(house: House, name: string, watch: Watch = {}): Promise<Proof> {
  const { publication } = findEpisode(house, name);
  if (!publication) throw notPublic(name);
  const { publicStore, workshop } = house;
  const { enclosureKey, certificateKey } = publication;
  const watches = shareOut(watch, placedDownloads(publication).length);
  const main = await publicStore.withLocalCopy(enclosureKey, (audio) =>
    withCopyOf(publicStore, certificateKey, (certificate) =>
      proveAgainst(workshop, { audio, certificate }, watches[0]),
    ),
  );
  const furthers = furtherOf(house, publication, main.certificate);
  const others = await proveEach(workshop, furthers, watches.slice(1));
  const missing = missingIn(publication, main.certificate);
  return together({ ...main, file: basename(enclosureKey) }, [...others, ...missing]);
}

const withCopyOf = <T>(
  store: ObjectStore,
  key: string | undefined,
  use: (path: string | undefined) => Promise<T>,
): Promise<T> => (key === undefined ? use(undefined) : store.withLocalCopy(key, use));

/** Where the certificate does not name a format, since it was written by an earlier release, the catalogue does. */
const furtherOf = (
  { publicStore }: House,
  publication: Publication,
  certificate: SealedCertificate | undefined,
): PromisedFile[] =>
  placedDownloads(publication).flatMap(({ sound, key }): PromisedFile[] => {
    if (!('bitrate' in sound)) return [];
    const certified = certificate?.alternates?.find(({ mediaType }) => mediaType === sound.mediaType);
    const lend: PromisedFile['lend'] = (use) => publicStore.withLocalCopy(key, use);
    return [{ file: basename(key), made: certified ?? sound, target: certificate?.recipe.target, lend }];
  });

function missingIn(publication: Publication, certificate: SealedCertificate | undefined): FileProof[] {
  const there = new Set<string>(placedDownloads(publication).map(({ sound }) => sound.mediaType));
  const missing = (certificate?.alternates ?? []).filter(({ mediaType }) => !there.has(mediaType));
  return missing.map((made) => {
    const { ending } = namingOf(made.mediaType);
    return proveNothing(beside(basename(publication.enclosureKey), ending), made);
  });
}

/** One after the other: each has all the cores. */
async function proveEach(
  workshop: Workshop,
  furthers: readonly PromisedFile[],
  watches: readonly Watch[],
): Promise<readonly FileProof[]> {
  const proofs: FileProof[] = [];
  for (const [i, further] of furthers.entries())
    proofs.push(await proveFurther(workshop, further, watches[i] ?? {}));
  return proofs;
}

/** A watch for each of so many files that are heard one after the other. */
const shareOut = ({ onProgress, ...watch }: Watch, count: number): readonly Watch[] =>
  Array.from({ length: count }, (_, i) =>
    onProgress ? { ...watch, onProgress: (fraction: number) => onProgress((i + fraction) / count) } : watch,
  );

function together({ certificate, ...mp3 }: MainProof, others: readonly FileProof[]): Proof {
  const files = [mp3, ...others];
  return {
    holds: files.every(({ holds }) => holds),
    faults: [
      ...mp3.faults,
      ...others.flatMap(({ file, faults }) => faults.map((fault) => `${file}: ${fault}`)),
    ],
    files,
    absent: [],
    ...(certificate ? { certificate } : {}),
  };
}

const notPublic = (name: string): CorridorError =>
  new CorridorError(
    'episode-not-ready',
    `${name} is not published, so there is no file that listeners get.`,
    `Publish it first: corridor episode publish ${name}`,
  );

async function readBeside(path: string | undefined): ReturnType<typeof readNothing> {
  const text = path === undefined ? undefined : await readFile(path, 'utf8').catch(() => undefined);
  return text === undefined ? readNothing() : readCertificate(text);
}

const readNothing = async (): Promise<ReturnType<typeof readCertificate>> => ({
  fault: 'There is no certificate beside the file, so nothing says what it should be.',
});
