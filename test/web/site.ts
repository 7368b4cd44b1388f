import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import sharp from 'sharp';

/** A small good site with a feed, and a server for it that a quirk can make worse in one way. */

export type File = Readonly<{ type: string; bytes: Buffer }>;

export const sound = Buffer.concat([Buffer.from('ID3\u0004'), Buffer.alloc(40_000, 7)]);
const chapters = JSON.stringify({
  version: '1.2.0',
  chapters: [0, 5, 10].map((startTime) => ({ startTime, title: `At ${startTime}` })),
});
const words = 'WEBVTT\n\n00:00:01.000 --> 00:00:04.000\n<v Anna>Hello.\n';

export const feedOf = (base: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:podcast="https://podcastindex.org/namespace/1.0" xmlns:atom="http://www.w3.org/2005/Atom">
  <channel>
    <title>Corridor Talk</title>
    <link>https://nordlicht.example/talk</link>
    <description>${'How work is really done. '.repeat(100)}</description>
    <language>en</language>
    <generator>By hand</generator>
    <atom:link rel="self" type="application/rss+xml" href="${base}/feed.xml"/>
    <itunes:author>Nordlicht Works</itunes:author>
    <itunes:explicit>false</itunes:explicit>
    <itunes:image href="${base}/cover.jpg"/>
    <itunes:category text="Business"/>
    <podcast:guid>4b4b44d0-8e3f-5f0c-9d92-52f4a2f0f6f1</podcast:guid>
    <podcast:locked>yes</podcast:locked>
    <item>
      <title>What we learnt</title>
      <link>https://nordlicht.example/talk/1</link>
      <guid isPermaLink="false">1</guid>
      <pubDate>Tue, 03 Mar 2026 08:00:00 +0000</pubDate>
      <description>All about it.</description>
      <enclosure url="${base}/one.mp3" length="${sound.length}" type="audio/mpeg"/>
      <itunes:duration>20</itunes:duration>
      <itunes:explicit>false</itunes:explicit>
      <podcast:chapters url="${base}/chapters.json" type="application/json+chapters"/>
      <podcast:transcript url="${base}/words.vtt" type="text/vtt"/>
    </item>
  </channel>
</rss>
`;

const servers: Server[] = [];

/** Ends all sites that were opened. */
export function closeSites(): void {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
}

export const listen = (server: Server): Promise<string> =>
  new Promise((resolve) => {
    servers.push(server);
    server.listen(0, '127.0.0.1', () => {
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    });
  });

/** The cover is drawn once. */
const cover = await sharp({ create: { width: 1400, height: 1400, channels: 3, background: '#2a6f6f' } })
  .jpeg()
  .toBuffer();

export const filesAt = (base: string): Map<string, File> =>
  new Map([
    ['/feed.xml', { type: 'application/rss+xml; charset=utf-8', bytes: Buffer.from(feedOf(base)) }],
    ['/cover.jpg', { type: 'image/jpeg', bytes: cover }],
    ['/one.mp3', { type: 'audio/mpeg', bytes: sound }],
    ['/chapters.json', { type: 'application/json+chapters', bytes: Buffer.from(chapters) }],
    ['/words.vtt', { type: 'text/vtt; charset=utf-8', bytes: Buffer.from(words) }],
  ]);

// -- a good server ---------------------------------------------------------------------------------------------------

export type Plan = { status: number; headers: Record<string, string>; body: Buffer };

const modified = 'Tue, 03 Mar 2026 08:00:00 GMT';

/** What a good server answers: conditions, parts, compression of text, any origin. */
export function plan({ headers: asked }: IncomingMessage, file: File | undefined): Plan {
  if (!file) return { status: 404, headers: {}, body: Buffer.alloc(0) };
  const { type, bytes } = file;
  const etag = `"${createHash('sha256').update(bytes).digest('hex').slice(0, 12)}"`;
  const isText = !/^(audio|image)/.test(type);
  const headers: Record<string, string> = {
    'content-type': type,
    etag,
    'last-modified': modified,
    'cache-control': 'public, max-age=300',
    'access-control-allow-origin': '*',
    'accept-ranges': 'bytes',
    ...(isText ? { vary: 'Accept-Encoding' } : {}),
  };
  if (asked['if-none-match']?.includes(etag) || asked['if-modified-since'] === modified)
    return { status: 304, headers, body: Buffer.alloc(0) };
  if (isText && asked['accept-encoding']?.includes('gzip'))
    return {
      status: 200,
      headers: { ...headers, 'content-encoding': 'gzip', etag: `W/${etag}` },
      body: gzipSync(bytes),
    };
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(asked.range ?? '') ?? [];
  if ((from === '' && to === '') || (asked['if-range'] ?? etag) !== etag)
    return { status: 200, headers, body: bytes };
  const first = from === '' ? bytes.length - Number(to) : Number(from);
  const last = from === '' || to === '' ? bytes.length - 1 : Number(to);
  if (first >= bytes.length)
    return {
      status: 416,
      headers: { ...headers, 'content-range': `bytes */${bytes.length}` },
      body: Buffer.alloc(0),
    };
  headers['content-range'] = `bytes ${first}-${last}/${bytes.length}`;
  return { status: 206, headers, body: bytes.subarray(first, last + 1) };
}

function send(request: IncomingMessage, response: ServerResponse, { status, headers, body }: Plan): void {
  const length = headers['transfer-encoding'] === undefined ? { 'content-length': String(body.length) } : {};
  response.writeHead(status, { ...length, ...headers });
  response.end(request.method === 'HEAD' ? undefined : body);
}

export type Quirk = (planned: Plan, request: IncomingMessage, base: string) => void;

/** A site whose answers for one path a quirk makes worse. @returns the address of its feed */
export async function openSite(path = '', quirk: Quirk = () => {}): Promise<string> {
  let base = '';
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', base);
    const planned = plan(request, filesAt(base).get(pathname));
    if (pathname === path) quirk(planned, request, base);
    send(request, response, planned);
  });
  base = await listen(server);
  return `${base}/feed.xml`;
}
