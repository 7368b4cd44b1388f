import { CorridorError } from '../errors.ts';
import { readAddress } from '../show/address.ts';
import type { Request, RequestHandler } from './express.ts';

/** Requests that another site made a browser send are refused before anything is done. */
export const refuseForeignOrigin: RequestHandler = (request, _response, next) => {
  if (!isSafe(request.method) && isForeign(request)) {
    throw new CorridorError(
      'request-foreign',
      'This request came from another site, so nothing was done.',
      'Use the studio’s own page, or call the API without an Origin header.',
    );
  }
  next();
};

/**
 * Without a token, only being on this machine protects the studio; a foreign name that was made to point here
 * (DNS rebinding) must not pass for it.
 */
export const refuseForeignHost: RequestHandler = (request, _response, next) => {
  if (!isLoopback(hostName(request.headers.host ?? ''))) {
    throw new CorridorError(
      'request-foreign',
      'The studio answers only on this machine’s own name, such as localhost.',
      'Open it as http://localhost with its port, or set CORRIDOR_TOKEN to use another name.',
    );
  }
  next();
};

/** Whether an address or a name can mean nothing but this machine. */
export function isLoopback(host: string): boolean {
  const name = host.toLowerCase().replace(/^\[|\]$/g, '');
  return name === 'localhost' || name === '::1' || /^127(\.\d{1,3}){3}$/.test(name);
}

const isSafe = (method: string): boolean => ['GET', 'HEAD', 'OPTIONS'].includes(method);

/** Sec-Fetch-Site cannot be forged by a page; where a browser does not send it, Origin has to name this host. */
function isForeign({ headers }: Request): boolean {
  const site = headers['sec-fetch-site'];
  if (typeof site === 'string') return site !== 'same-origin' && site !== 'none';
  if (headers.origin === undefined) return false;
  return hostOfOrigin(headers.origin) !== headers.host?.toLowerCase();
}

function hostOfOrigin(origin: string): string | undefined {
  return readAddress(origin)?.host;
}

function hostName(header: string): string {
  return header.replace(/:\d+$/, '');
}
