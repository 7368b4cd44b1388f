import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CorridorError } from '../errors.ts';

export type Listening = Readonly<{ address: string; port: number; close(): Promise<void> }>;

/** How long an answer under way may take once the server is to close. */
const DEADLINE_MILLISECONDS = 10_000;

/**
 * @throws CorridorError port-taken
 */
export async function listen(
  app: RequestListener,
  { host, port, closing }: { host: string; port: number; closing: AbortController },
): Promise<Listening> {
  const server = createServer(app);
  // A recording may take hours on a slow line; uploads watch for silence themselves.
  server.requestTimeout = 0;
  server.headersTimeout = 30_000;
  // Longer than proxies keep theirs open (60 s in nginx and most load balancers): who closes first races with a request.
  server.keepAliveTimeout = 75_000;
  await bind(server, host, port);
  const bound = server.address() as AddressInfo;
  return {
    address: `http://${printHost(host)}:${bound.port}`,
    port: bound.port,
    close: () => close(server, closing),
  };
}

function bind(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (thrown: NodeJS.ErrnoException) => reject(readFailure(thrown, host, port)));
    server.listen(port, host, resolve);
  });
}

function close(server: Server, closing: AbortController): Promise<void> {
  closing.abort();
  return new Promise((resolve) => {
    const deadline = setTimeout(() => server.closeAllConnections(), DEADLINE_MILLISECONDS);
    server.close(() => {
      clearTimeout(deadline);
      resolve();
    });
    server.closeIdleConnections();
  });
}

function readFailure(thrown: NodeJS.ErrnoException, host: string, port: number): CorridorError {
  if (thrown.code === 'EADDRINUSE') {
    return new CorridorError(
      'port-taken',
      `Port ${port} on ${host} is already in use.`,
      'Stop the program that holds it, or choose another with PORT.',
      thrown,
    );
  }
  return new CorridorError(
    'settings-invalid',
    `The studio cannot listen on ${host}, port ${port} (${thrown.code ?? thrown.message}).`,
    'Set HOST to an address of this machine, and PORT to one that you may use (above 1023).',
    thrown,
  );
}

const printHost = (host: string): string => {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
};
