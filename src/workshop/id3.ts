import NodeId3 from 'node-id3';
import type { TagSheet } from '../sound/tags.ts';

/**
 * The tag sheet as an ID3v2.3 block that goes before the MP3 frames, with chapter marks (CHAP) and their table (CTOC).
 * The same sheet gives the same bytes.
 */
export function printId3(sheet: TagSheet, cover: Uint8Array | undefined): Uint8Array {
  return NodeId3.create({
    title: sheet.title,
    artist: sheet.artist,
    album: sheet.album,
    year: String(sheet.year),
    genre: 'Podcast',
    ...(sheet.track === undefined ? {} : { trackNumber: String(sheet.track) }),
    ...(cover ? { image: printCover(cover) } : {}),
    ...printChapters(sheet),
  });
}

const FRONT_COVER = 3;

const printCover = (cover: Uint8Array) => ({
  mime: 'image/jpeg',
  type: { id: FRONT_COVER },
  description: 'Cover',
  imageBuffer: Buffer.from(cover),
});

function printChapters({ chapters, seconds }: TagSheet): Pick<NodeId3.Tags, 'chapter' | 'tableOfContents'> {
  if (chapters.length === 0) return {};
  const milliseconds = (value: number): number => Math.round(value * 1000);
  const chapter = chapters.map(({ start, title }, index) => ({
    elementID: `chp${index}`,
    startTimeMs: milliseconds(start),
    endTimeMs: milliseconds(chapters[index + 1]?.start ?? seconds),
    tags: { title },
  }));
  const elements = chapter.map(({ elementID }) => elementID);
  return { chapter, tableOfContents: [{ elementID: 'toc', isOrdered: true, elements }] };
}
