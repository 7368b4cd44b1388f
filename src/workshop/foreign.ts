import { fileTypeFromBuffer } from 'file-type';
import { CorridorError } from '../errors.ts';

/**
 * Says what a file is that is plainly no recording, before ffmpeg sees it. Playlists get a word of their own:
 * they name other files, which must never be opened.
 */
export async function nameForeign(head: Uint8Array): Promise<CorridorError | undefined> {
  if (head.byteLength === 0) return empty();
  const text = new TextDecoder('utf-8').decode(head.subarray(0, 4096));
  if (
    /^\uFEFF?\s*(#EXTM3U|ffconcat version|file\s+['"]?[\w./~]|\[playlist\]|<\?xml[^>]*>\s*<(MPD|smil|playlist|asx))/i.test(
      text,
    )
  ) {
    return playlist();
  }
  const kind = await fileTypeFromBuffer(head).catch(() => undefined);
  const named = kind && nameKind(kind.mime, kind.ext);
  return named ? foreign(named) : undefined;
}

/** Containers of sound are left to ffmpeg; only what can hold none is named. */
function nameKind(mime: string, ending: string): string | undefined {
  if (/avif|heic|heif|^image\//.test(mime)) return `a picture (${ending.toUpperCase()})`;
  if (mime === 'application/pdf') return 'a PDF document';
  if (/zip|compressed|x-tar|gzip|x-7z|rar/.test(mime)) return `an archive (${ending.toUpperCase()})`;
  if (/officedocument|opendocument|msword|x-cfb/.test(mime)) return 'an office document';
  return undefined;
}

const empty = (): CorridorError =>
  new CorridorError(
    'recording-empty',
    'The file is empty (0 bytes).',
    'Copy it from the phone or recorder again and wait until the copy is complete.',
  );

const playlist = (): CorridorError =>
  new CorridorError(
    'recording-refers-elsewhere',
    'This is a playlist: it holds no sound, it only names other files, and these are never opened.',
    'Hand in the sound file itself.',
  );

const foreign = (what: string): CorridorError =>
  new CorridorError(
    'recording-not-sound',
    `This is ${what}, not a sound recording, whatever its name says.`,
    'Hand in WAV, AIFF, FLAC, MP3, M4A, MP4, Ogg, Opus, WebM, MKV or CAF.',
  );
