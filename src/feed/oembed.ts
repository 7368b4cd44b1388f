import { escapeHtml } from './safe-html.ts';

/** Pixels of the player that other people's pages show. */
const WIDTH = 600;
const HEIGHT = 200;

type Embeddable = Readonly<{
  title: string;
  embedUrl: string;
  imageUrl: string;
  /** Pixels. */
  imageSide: number;
}>;

type Provider = Readonly<{ title: string; author: string; url: string }>;

/** How other sites show an episode's player when somebody pastes a link to its page (oEmbed 1.0, 2.3.4.4). */
export const printOembed = (show: Provider, episode: Embeddable): string =>
  `${JSON.stringify({
    version: '1.0',
    type: 'rich',
    title: episode.title,
    author_name: show.author,
    author_url: show.url,
    provider_name: show.title,
    provider_url: show.url,
    cache_age: 3600,
    thumbnail_url: episode.imageUrl,
    thumbnail_width: episode.imageSide,
    thumbnail_height: episode.imageSide,
    html: printFrame(episode),
    width: WIDTH,
    height: HEIGHT,
  })}\n`;

const printFrame = ({ embedUrl, title }: Embeddable): string =>
  `<iframe src="${escapeHtml(embedUrl)}" title="${escapeHtml(title)}" width="${WIDTH}" height="${HEIGHT}" ` +
  'style="max-width:100%;border:0" loading="lazy" allow="clipboard-write"></iframe>';
