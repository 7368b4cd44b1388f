import { decodeText } from '../text-bytes.ts';
import { demandSize, unreadable } from './transcript.ts';

/** The text of a file. @throws CorridorError transcript-unreadable */
export function decodeTranscript(bytes: Uint8Array): string {
  demandSize(bytes.byteLength);
  return decodeText(bytes, { what: 'The transcript is', refuse: unreadable });
}
