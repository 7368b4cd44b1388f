import { readFile } from 'node:fs/promises';
import multer from 'multer';
import { CorridorError } from '../errors.ts';
import { printBytes } from '../show/size.ts';
import { LARGEST_TRANSCRIPT, transcriptTooLarge } from '../show/transcript/transcript.ts';
import type { LocalFile } from '../studio/studio.ts';
import type { Request, Response } from './express.ts';
import { type Fields, refuseUnknownFields, unknownPart } from './form.ts';
import type { House } from './house.ts';
import { type Landed, type Landing, type Limit, openLanding } from './landing.ts';

/**
 * The one door to multipart forms. Every file streams to the landing, parts may come in any order, and a fault is
 * told at once, not after the rest of the upload has been listened to.
 */
export type Upload = Readonly<{ fields: Fields; files: ReadonlyMap<string, UploadedFile> }>;
export type UploadedFile = Landed & Readonly<{ name: string }>;

export type Parts = Readonly<{ fields: readonly string[]; files: Readonly<Record<string, Limit>> }>;

const MEGABYTE = 1e6;
const IDLE_MILLISECONDS = 120_000;
/** How long a refused upload may go on unheard, so that its sender gets to read the answer. */
const LINGER_MILLISECONDS = 5_000;

export const coverLimit: Limit = {
  bytes: 10 * MEGABYTE,
  exceeded: () =>
    new CorridorError('cover-unfit', 'The cover is larger than 10 MB.', 'Save it as a smaller JPEG or PNG.'),
};

export const chaptersLimit: Limit = {
  bytes: MEGABYTE,
  exceeded: () =>
    new CorridorError(
      'chapters-unreadable',
      'The chapters file is larger than 1 MB.',
      'Hand in a list of chapters.',
    ),
};

export const transcriptLimit: Limit = { bytes: LARGEST_TRANSCRIPT, exceeded: transcriptTooLarge };

export const recordingLimit = (bytes: number): Limit => ({
  bytes,
  exceeded: () =>
    new CorridorError(
      'recording-too-large',
      `The recording is larger than ${printBytes(bytes)}.`,
      'Hand in a compressed file such as FLAC or MP3, or raise UPLOAD_LIMIT.',
    ),
});

/** Receives a form and lends it to `use`; afterwards nothing of it lies on the disk, whatever happened. */
export async function receiveForm<T>(call: Call, use: (upload: Upload) => Promise<T>): Promise<T> {
  try {
    const bytes = announcedBytes(call);
    const landing = await openLanding(call.house.scratch, bytes + call.house.settings.DISK_RESERVE);
    try {
      return await use(await listen(call, landing));
    } finally {
      await landing.clear();
    }
  } catch (thrown) {
    hangUpLater(call);
    throw thrown;
  }
}

type Call = Readonly<{ house: House; request: Request; response: Response; parts: Parts }>;

/** Refuses by the announced length, before a byte is stored; the limits of all parts and some room for text. */
function announcedBytes({ request, parts: { files } }: Call): number {
  const announced = Number(request.headers['content-length'] ?? 0);
  const limits = Object.values(files);
  const most = limits.reduce((sum, limit) => sum + limit.bytes, MEGABYTE);
  const largest = limits.toSorted((a, b) => b.bytes - a.bytes)[0];
  if (largest && announced > most) throw (files.recording ?? largest).exceeded();
  return announced;
}

function listen({ request, response, parts }: Call, landing: Landing): Promise<Upload> {
  const known = [...new Set([...Object.keys(parts.files), ...parts.fields])];
  const files = new Map<string, UploadedFile>();
  const seen = new Set<string>();
  request.setTimeout(IDLE_MILLISECONDS, () => request.destroy());
  return new Promise<Upload>((resolve, reject) => {
    const refuse: Refuse = (thrown) => reject(readFault(thrown));
    const receive = multer({
      storage: engineOf({ parts, landing, files, refuse }),
      fileFilter: (_request, { fieldname }, done) => {
        const fault = faultOf(fieldname, seen, { known, parts });
        seen.add(fieldname);
        if (!fault) return done(null, true);
        refuse(fault);
        done(fault);
      },
      defParamCharset: 'utf8',
      limits: { fields: 24, fieldSize: MEGABYTE, fieldNameSize: 100, parts: 32 },
    }).any();
    void receive(request, response, (thrown: unknown) => {
      if (thrown) return refuse(thrown);
      resolve({ fields: { ...(request.body as Fields | undefined) }, files });
    });
  })
    .then((upload) => {
      refuseUnknownFields(upload.fields, known);
      return upload;
    })
    .finally(() => request.setTimeout(0));
}

type Refuse = (thrown: unknown) => void;
type Engine = Readonly<{
  parts: Parts;
  landing: Landing;
  files: Map<string, UploadedFile>;
  refuse: Refuse;
}>;

/** Tells a fault at once; multer itself would first listen to the end of the request. */
function engineOf({ parts, landing, files, refuse }: Engine): multer.StorageEngine {
  return {
    _handleFile(_request, { fieldname, originalname, stream }, done) {
      const limit = parts.files[fieldname];
      if (!limit) return done(unknownPart(fieldname, Object.keys(parts.files)));
      landing.land(stream, limit).then(
        (landed) => {
          files.set(fieldname, { ...landed, name: originalname });
          done(null, {});
        },
        (thrown: unknown) => {
          refuse(thrown);
          done(thrown);
        },
      );
    },
    _removeFile: (_request, _file, done) => done(null),
  };
}

function faultOf(
  name: string,
  seen: ReadonlySet<string>,
  { known, parts }: { known: readonly string[]; parts: Parts },
): CorridorError | undefined {
  if (!parts.files[name]) return unknownPart(name, known);
  if (!seen.has(name)) return undefined;
  return new CorridorError('usage-wrong', `“${name}” came more than once.`, 'Send every part once.');
}

function readFault(thrown: unknown): unknown {
  if (thrown instanceof CorridorError) return thrown;
  if (thrown instanceof multer.MulterError) {
    const part = thrown.field === undefined ? 'A part' : `“${thrown.field.slice(0, 60)}”`;
    return new CorridorError(
      'usage-wrong',
      `${part} of the form could not be taken: ${thrown.message.toLowerCase()}.`,
      'Send fewer and shorter parts.',
      thrown,
    );
  }
  return new CorridorError(
    'upload-broken',
    'The upload broke off before it was complete.',
    'Nothing was kept; send the recording again.',
    thrown,
  );
}

/** The socket stays open for a moment: closed at once, it would take the answer with it. */
function hangUpLater({ request, response }: Call): void {
  if (request.complete) return;
  response.once('finish', () => {
    request.resume();
    setTimeout(() => request.destroy(), LINGER_MILLISECONDS).unref();
  });
}

/** Nobody else wants the file, so the studio may move it. */
export const handOver = ({ path, name }: UploadedFile): LocalFile => ({ file: path, name, consume: true });
export const readBytes = (file: UploadedFile): Promise<Uint8Array> => readFile(file.path);

export const missingRecording = (): CorridorError =>
  new CorridorError(
    'recording-missing',
    'No recording came with the form.',
    'Send the sound file as the part “recording”, with its file name.',
  );
