import helmet from 'helmet';
import type { Settings } from '../config.ts';
import type { RequestHandler } from './express.ts';

/**
 * What browsers are told about the studio's own pages: nothing comes from elsewhere but sound and pictures of the
 * public store. HTTPS is the business of whoever stands in front, so nothing here insists on it.
 */
export function guardPages({ PUBLIC_URL }: Settings): RequestHandler {
  const publicOrigin = new URL(PUBLIC_URL).origin;
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        connectSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', publicOrigin],
        mediaSrc: ["'self'", publicOrigin],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
      },
    },
    // With no-referrer, browsers send “Origin: null” with forms, and the studio could not know its own page.
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: false,
    crossOriginEmbedderPolicy: false,
  });
}
