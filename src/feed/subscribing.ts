import { drawQrCode } from './qr-code.ts';
import type { SafeHtml } from './safe-html.ts';
import type { Words } from './words.ts';

/** The ways from a show's page into the app that somebody listens with; none of them asks a third party. */
export type Subscribing = Readonly<{
  /** Each opens an app that is installed, with the feed. */
  apps: readonly Readonly<{ name: string; url: string }>[];
  /** Leads another device to this part of the show's page. */
  code: SafeHtml;
}>;

/** @param pageUrl of the show */
export function waysToSubscribe(feedUrl: string, pageUrl: string, words: Words): Subscribing {
  const bare = feedUrl.replace(/^https?:\/\//, '');
  return {
    apps: [
      { name: 'Apple Podcasts', url: `podcast://${bare}` },
      { name: 'Overcast', url: `overcast://x-callback-url/add?url=${encodeURIComponent(feedUrl)}` },
      { name: 'Pocket Casts', url: `pktc://subscribe/${bare}` },
      { name: 'AntennaPod', url: `pcast://${bare}` },
    ],
    code: drawQrCode(`${pageUrl}#subscribe`, words.code ?? ''),
  };
}
