import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http';
import { buffer } from 'node:stream/consumers';

/** What goes wrong with one exchange; `undefined` lets it pass. */
export type Fault =
  | 'reset'
  | 'busy'
  /** Takes the request and never answers. */
  | 'stall'
  /** Half of the answer's bytes, then the connection breaks. */
  | 'cut'
  /** Half of the answer's bytes, then silence. */
  | 'pause'
  /** The service receives other bytes than were sent. */
  | 'alter'
  /** Says that the bytes are kept, with their right ETag, and keeps nothing. */
  | 'lie'
  /** The service's own refusal, by status and code, without having done anything. */
  | Readonly<{ status: number; code: string }>
  | Readonly<{ answerHeaders: Readonly<Record<string, string>> }>;

export type Exchange = Readonly<{
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  /** From 1, of this method. */
  nth: number;
}>;
type Judge = (exchange: Exchange) => Fault | undefined | Promise<Fault | undefined>;

export type FaultProxy = Readonly<{
  endpoint: string;
  /** From now on, this decides; the counts begin anew. */
  judge(by: Judge): void;
  /** How many requests of that method came since. */
  count(method: string): number;
  stop(): Promise<void>;
}>;

/** Stands between the client and a real S3 service on loopback. */
export async function startFaultProxy(upstream: string): Promise<FaultProxy> {
  let decide: Judge = () => undefined;
  const counts = new Map<string, number>();
  const server = createServer((incoming, outgoing) => {
    const { method = '', url = '', headers } = incoming;
    const nth = (counts.get(method) ?? 0) + 1;
    counts.set(method, nth);
    Promise.resolve(decide({ method, url, headers, nth }))
      .then((fault) => exchange(upstream, incoming, outgoing, fault))
      .catch(() => outgoing.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The system gave no port.');
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    judge(by) {
      decide = by;
      counts.clear();
    },
    count: (method) => counts.get(method) ?? 0,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function exchange(
  upstream: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  fault: Fault | undefined,
): Promise<void> {
  const sent = await buffer(incoming);
  if (fault === 'reset') return void incoming.socket.resetAndDestroy();
  if (fault === 'busy') return refuse(outgoing, { status: 503, code: 'SlowDown' });
  if (fault === 'lie') return void outgoing.writeHead(200, { etag: `"${md5(sent)}"` }).end();
  if (typeof fault === 'object' && 'status' in fault) return refuse(outgoing, fault);
  if (fault === 'stall') return;
  const answer = await forward(upstream, incoming, fault === 'alter' ? altered(sent) : sent);
  const bytes = await buffer(answer);
  const half = bytes.subarray(0, bytes.length / 2);
  const more = typeof fault === 'object' && 'answerHeaders' in fault ? fault.answerHeaders : {};
  outgoing.writeHead(answer.statusCode ?? 500, { ...answer.headers, ...more });
  if (fault === 'cut') return void outgoing.write(half, () => outgoing.destroy());
  if (fault === 'pause') return void outgoing.write(half);
  outgoing.end(bytes);
}

const altered = (bytes: Buffer): Buffer => Buffer.from(bytes.map((byte) => byte ^ 1));

/** Method, address and headers as they came, so that the signature holds. */
async function forward(upstream: string, { method, url, headers }: IncomingMessage, body: Buffer) {
  const { hostname, port } = new URL(upstream);
  const outward = request({ hostname, port, method, path: url, headers });
  outward.end(body);
  const [answer] = (await once(outward, 'response')) as [IncomingMessage];
  return answer;
}

const md5 = (bytes: Buffer): string => createHash('md5').update(bytes).digest('hex');

function refuse(outgoing: ServerResponse, { status, code }: { status: number; code: string }): void {
  outgoing.writeHead(status, { 'content-type': 'application/xml' });
  outgoing.end(
    `<?xml version="1.0"?><Error><Code>${code}</Code><Message>As the test wants.</Message></Error>`,
  );
}
