import type { Picture } from './picture.ts';
import type { Formats } from './recipe.ts';

/**
 * Names of objects. Audio, artwork and chapters carry a piece of their hash, so changed bytes get a new address and
 * nothing that an app may have cached is ever overwritten; only feed and pages keep theirs.
 */
type Named = Readonly<{ slug: string }>;
/** Of files with sound: named after their format. */
type Ending = keyof Formats;
const short = (sha256: string): string => sha256.slice(0, 12);
const ending = (picture: Picture): string => (picture.mediaType === 'image/png' ? 'png' : 'jpg');

/** In the private store. */
export const originalKey = (sha256: string, fileName: string): string =>
  `originals/${sha256}${/\.[a-z0-9]{1,8}$/.exec(fileName.toLowerCase())?.[0] ?? ''}`;
export const renderKey = (fingerprint: string, ending: Ending = 'mp3'): string =>
  `renders/${fingerprint}.${ending}`;
export const masterKey = (fingerprint: string, ending: Ending = 'mp3'): string =>
  `masters/${fingerprint}.${ending}`;
export const certificateKey = (fingerprint: string): string => `certificates/${fingerprint}.json`;
export const pictureKey = (sha256: string, type: Picture['mediaType']): string =>
  `covers/${sha256}.${type === 'image/png' ? 'png' : 'jpg'}`;
export const keptTranscriptKey = (sha256: string): string => `transcripts/${sha256}.json`;

/** In the public store, all below the show's slug. */
export const feedKey = (show: Named): string => `${show.slug}/feed.xml`;
export const showPageKey = (show: Named): string => `${show.slug}/index.html`;
/** The episodes of a year; no episode's page is named so, since no slug has an underscore. */
export const yearPageKey = (show: Named, year: number): string => `${yearPagePrefix(show)}${year}.html`;
export const yearPagePrefix = (show: Named): string => `${show.slug}/episodes_`;
export const showCoverKey = (show: Named, cover: Picture): string =>
  `${show.slug}/cover-${short(cover.sha256)}.${ending(cover)}`;
export const episodePageKey = (show: Named, episode: Named): string => `${show.slug}/${episode.slug}.html`;
export const enclosureKey = (show: Named, episode: Named, sha256: string, ending: Ending = 'mp3'): string =>
  `${episodePrefix(show, episode)}${enclosureName(episode.slug, sha256, ending)}`;
export const enclosureName = (slug: string, sha256: string, ending: Ending): string =>
  `${slug}-${short(sha256)}.${ending}`;
/** Beside the enclosure that it certifies. */
export const publicCertificateKey = (show: Named, episode: Named, sha256: string): string =>
  `${show.slug}/${episode.slug}/certificate-${short(sha256)}.json`;
export const chaptersKey = (show: Named, episode: Named, sha256: string): string =>
  `${show.slug}/${episode.slug}/chapters-${short(sha256)}.json`;
/** @param ending of the file's name, with its dot */
export const transcriptKey = (show: Named, episode: Named, sha256: string, ending: string): string =>
  `${show.slug}/${episode.slug}/transcript-${short(sha256)}${ending}`;
export const episodeCoverKey = (show: Named, episode: Named, cover: Picture): string =>
  `${show.slug}/${episode.slug}/cover-${short(cover.sha256)}.${ending(cover)}`;
/** The player alone, for other people's pages, and what tells them of it. */
export const embedKey = (show: Named, episode: Named): string => `${episodePrefix(show, episode)}embed.html`;
export const oembedKey = (show: Named, episode: Named): string =>
  `${episodePrefix(show, episode)}oembed.json`;
/** Everything of an episode that withdrawal takes away, beside its page. */
export const episodePrefix = (show: Named, episode: Named): string => `${show.slug}/${episode.slug}/`;
export const siteAssetKey = (name: string, sha256: string): string => {
  const dot = name.lastIndexOf('.');
  return `assets/${name.slice(0, dot)}-${short(sha256)}${name.slice(dot)}`;
};
/** The page that lists all shows. */
export const homePageKey = 'index.html';
/** All pages, for search engines. */
export const sitemapKey = 'sitemap.xml';
