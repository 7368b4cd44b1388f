import { readFile, stat } from 'node:fs/promises';
import { CorridorError } from '../errors.ts';
import { hashFile } from '../hashing.ts';
import { holdAgainst, readCertificate } from '../sound/certificate.ts';
import type { Hearing } from '../sound/hearing.ts';
import type { Watch } from '../workshop/measuring.ts';
import type { House } from './house.ts';
import { findEpisode } from './reports.ts';
import type { Proof } from './studio.ts';

type Prover = Readonly<{ proveFile(path: string, watch?: Watch): Promise<Hearing> }>;

/** @throws CorridorError recording-…, ffmpeg-… where the file cannot be heard at all */
export async function proveAgainst(
  prover: Prover,
  files: Readonly<{ audio: string; certificate: string | undefined }>,
  watch: Watch = {},
): Promise<Proof> {
  const { loudness, seconds } = await prover.proveFile(files.audio, watch);
  const found = { loudness, seconds, ...(await weigh(files.audio)) };
  const { certificate, fault } = await readBeside(files.certificate);
  const faults = [
    ...(fault === undefined ? [] : [fault]),
    ...(certificate ? holdAgainst(certificate, found) : []),
  ];
  return {
    holds: faults.length === 0,
    faults,
    loudness,
    seconds,
    sha256: found.sha256,
    ...(certificate ? { certificate } : {}),
  };
}

/** The file that listeners get, with the certificate that lies beside it. */
export function proveEpisode(house: House, name: string, watch?: Watch): Promise<Proof> {
  const { publication } = findEpisode(house, name);
  if (!publication) throw notPublic(name);
  const { enclosureKey, certificateKey } = publication;
  const { publicStore, workshop } = house;
  return publicStore.withLocalCopy(enclosureKey, (audio) =>
    certificateKey === undefined
      ? proveAgainst(workshop, { audio, certificate: undefined }, watch)
      : publicStore.withLocalCopy(certificateKey, (certificate) =>
          proveAgainst(workshop, { audio, certificate }, watch),
        ),
  );
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

async function weigh(path: string): Promise<{ sha256: string; bytes: number }> {
  return { sha256: await hashFile(path), bytes: (await stat(path)).size };
}
