import { Agent, request } from 'node:http';

/**
 * Asks a server again and again over a fixed number of connections that stay open, for a fixed time, and prints what came
 * as JSON. A program of its own, so that it shares no loop with a server. Its only argument is a `Load` as JSON.
 */
export type Load = Readonly<{
  url: string;
  headers: Readonly<Record<string, string>>;
  /** With it, every request asks for another stretch of 64 KiB of a file of so many bytes. */
  rangesOf?: number;
  status: number;
  connections: number;
  milliseconds: number;
}>;

export type Answered = Readonly<{ requests: number; bytes: number; milliseconds: number }>;

const STRETCH = 64 * 1024;

async function drive({ url, headers, rangesOf, status, connections, milliseconds }: Load): Promise<Answered> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const start = performance.now();
  let [requests, bytes] = [0, 0];
  const lead = async (): Promise<void> => {
    while (performance.now() - start < milliseconds) {
      const range = rangesOf === undefined ? {} : { range: stretchOf(rangesOf) };
      bytes += await ask(url, { agent, headers: { ...headers, ...range } }, status);
      requests += 1;
    }
  };
  await Promise.all(Array.from({ length: connections }, lead));
  agent.destroy();
  return { requests, bytes, milliseconds: performance.now() - start };
}

function stretchOf(bytes: number): string {
  const first = Math.floor(Math.random() * (bytes - STRETCH));
  return `bytes=${first}-${first + STRETCH - 1}`;
}

const ask = (url: string, options: object, status: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const asked = request(url, options, (answer) => {
      let bytes = 0;
      answer.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
      answer.on('end', () =>
        answer.statusCode === status ? resolve(bytes) : reject(new Error(`${url}: ${answer.statusCode}`)),
      );
      answer.on('error', reject);
    });
    asked.on('error', reject).end();
  });

console.log(JSON.stringify(await drive(JSON.parse(process.argv[2] ?? '{}') as Load)));
