import { createHash } from 'node:crypto';
import { masteredChapters } from '../show/chapters/mastered.ts';
import { printChaptersJson } from '../show/chapters/printing.ts';
import type { Alternate, Enclosure } from '../show/enclosure.ts';
import { downloadsOf, type Episode, type Master, type Publication } from '../show/episode.ts';
import { namingOf } from '../show/formats.ts';
import {
  chaptersKey,
  enclosureKey,
  episodeCoverKey,
  publicCertificateKey,
  transcriptKey,
} from '../show/keys.ts';
import type { Picture } from '../show/picture.ts';
import type { Show } from '../show/show.ts';
import { formatsFor, printTranscript, transcriptNamings } from '../show/transcript/formats.ts';
import type { PublishedTranscript } from '../show/transcript/stored.ts';
import type { StoredObject } from '../store/store.ts';
import type { House } from './house.ts';
import { LASTING } from './pages.ts';
import { moveKept } from './transcripts.ts';

/** Where everything of an episode stands in the public store. */
type Placed = Omit<Publication, 'master' | 'publishedAt' | 'changedAt'>;

/** Puts it there, each under a name that nothing else ever had. */
export async function placeCompanions(
  house: House,
  show: Show,
  { episode, master }: { episode: Episode; master: Master },
  signal: AbortSignal,
): Promise<Placed> {
  const [audioKey = '', ...alternateKeys] = await placeSounds(house, show, { episode, master }, signal);
  const chapters = await placeChapters(house, show, { episode, master });
  const { transcripts, cuesLeftOut } = await placeTranscripts(house, show, { episode, master });
  const certificate = await placeCertificate(house, show, { episode, master });
  const coverKey = episode.cover && episodeCoverKey(show, episode, episode.cover);
  if (episode.cover && coverKey) await placeCover(house, coverKey, episode.cover);
  return {
    enclosureKey: audioKey,
    ...(alternateKeys.length > 0 ? { alternateKeys } : {}),
    ...(chapters ? { chaptersKey: chapters } : {}),
    ...(transcripts.length > 0 ? { transcripts } : {}),
    ...(cuesLeftOut > 0 ? { cuesLeftOut } : {}),
    ...(certificate ? { certificateKey: certificate } : {}),
    ...(coverKey ? { coverKey } : {}),
  };
}

/** The keys of all formats, the MP3's first. */
async function placeSounds(
  house: House,
  show: Show,
  { episode, master }: { episode: Episode; master: Master },
  signal: AbortSignal,
): Promise<readonly string[]> {
  const keys: string[] = [];
  for (const sound of downloadsOf(master)) {
    const key = enclosureKey(show, episode, sound.sha256, namingOf(sound.mediaType).ending);
    await placeSound(house, key, sound, signal);
    keys.push(key);
  }
  return keys;
}

async function placeSound(
  house: House,
  key: string,
  sound: Enclosure | Alternate,
  signal: AbortSignal,
): Promise<void> {
  const facts = { contentType: sound.mediaType, cacheControl: LASTING };
  if (isSameObject(await house.publicStore.head(key), sound.bytes, facts.contentType)) return;
  await house.privateStore.withLocalCopy(sound.key, (file) =>
    house.publicStore.put(key, { file }, facts, { signal }),
  );
}

async function placeChapters(
  house: House,
  show: Show,
  { episode, master }: { episode: Episode; master: Master },
): Promise<string | undefined> {
  const chapters = masteredChapters(episode, { master });
  if (chapters.length === 0) return undefined;
  const bytes = Buffer.from(printChaptersJson(chapters));
  const key = chaptersKey(show, episode, hashOf(bytes));
  await placeText(house, key, bytes, 'application/json+chapters; charset=utf-8');
  return key;
}

/** In every format that the transcript can be written in, WebVTT first. */
async function placeTranscripts(
  house: House,
  show: Show,
  { episode, master }: { episode: Episode; master: Master },
): Promise<Readonly<{ transcripts: readonly PublishedTranscript[]; cuesLeftOut: number }>> {
  const { transcript, leftOut: cuesLeftOut } = await moveKept(house, { episode, master });
  if (!transcript) return { transcripts: [], cuesLeftOut };
  const { language } = transcript;
  const placed: PublishedTranscript[] = [];
  for (const format of formatsFor(transcript)) {
    const { mediaType, contentType, ending } = transcriptNamings[format];
    const bytes = Buffer.from(printTranscript(transcript, format) ?? '');
    const key = transcriptKey(show, episode, hashOf(bytes), ending);
    await placeText(house, key, bytes, contentType);
    placed.push({ key, mediaType, ...(language === undefined ? {} : { language }) });
  }
  return { transcripts: placed, cuesLeftOut };
}

const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

async function placeText(
  { publicStore }: House,
  key: string,
  bytes: Buffer,
  contentType: string,
): Promise<void> {
  if (isSameObject(await publicStore.head(key), bytes.byteLength, contentType)) return;
  await publicStore.put(key, bytes, { contentType, cacheControl: LASTING });
}

/** What was proven lies beside what was published, for anybody to hold the one against the other. */
async function placeCertificate(
  { privateStore, publicStore }: House,
  show: Show,
  { episode, master: { certificate } }: { episode: Episode; master: Master },
): Promise<string | undefined> {
  if (!certificate) return undefined;
  const key = publicCertificateKey(show, episode, certificate.sha256);
  const contentType = 'application/json';
  if (!isSameObject(await publicStore.head(key), certificate.bytes, contentType)) {
    await privateStore.withLocalCopy(certificate.key, (file) =>
      publicStore.put(key, { file }, { contentType, cacheControl: LASTING }),
    );
  }
  return key;
}

export async function placeCover(house: House, key: string, cover: Picture): Promise<void> {
  if (isSameObject(await house.publicStore.head(key), cover.bytes, cover.mediaType)) return;
  const facts = { contentType: cover.mediaType, cacheControl: LASTING };
  await house.privateStore.withLocalCopy(cover.key, (file) => house.publicStore.put(key, { file }, facts));
}

const isSameObject = (there: StoredObject | undefined, bytes: number, contentType: string): boolean =>
  there?.bytes === bytes && there.contentType === contentType;
