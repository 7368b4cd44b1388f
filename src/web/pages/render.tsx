import { renderToString } from 'preact-render-to-string';
import type { Response } from '../express.ts';
import type { VNode } from './preact.ts';

/** The one place where a page becomes HTML. */
export function sendPage(response: Response, page: VNode): void {
  response.set('Cache-Control', response.get('Cache-Control') ?? 'no-cache');
  response.type('html').send(`<!doctype html>${renderToString(page)}`);
}
