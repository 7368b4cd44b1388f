import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { pictureStyle } from '../sound/picture-style.ts';
import { openRouter, type Router } from './express.ts';

/** Style and scripts of the studio's page, small enough to stay in memory; a changed file gets a new address. */
type Asset = Readonly<{ body: Buffer; type: string; address: string }>;

/** The package's own folder, seen from `src/web` and from `dist/web` alike. */
const root = new URL('../../', import.meta.url);
const sheets = [
  'ground',
  'house',
  'forms',
  'progress',
  'episodes',
  'loudness',
  'episode',
  'sound',
  'first-show',
];
const sources = {
  'studio.css': {
    files: sheets.map((name) => `src/web/pages/style/${name}.css`),
    type: 'text/css; charset=utf-8',
    /** The pictures of a sound bring their own, which the report page has, too. */
    further: pictureStyle,
  },
  'studio.js': { files: ['dist/web/islands/studio.js'], type: 'text/javascript; charset=utf-8', further: '' },
} as const;

export type AssetName = keyof typeof sources;

const assets = new Map<string, Asset>();

/** Where the page finds it; `undefined` for scripts that were never bundled: the page works without. */
export function addressOf(name: AssetName): string | undefined {
  return readAsset(name)?.address;
}

export function openAssets(): Router {
  const router = openRouter();
  router.get('/assets/:name', (request, response, next) => {
    const { name } = request.params;
    const asset = isAssetName(name) ? readAsset(name) : undefined;
    if (!asset) return next();
    response.set('Cache-Control', 'public, max-age=31536000, immutable');
    response.type(asset.type).send(asset.body);
  });
  return router;
}

function readAsset(name: AssetName): Asset | undefined {
  const known = assets.get(name);
  if (known) return known;
  const { files, type, further } = sources[name];
  const paths = files.map((file) => fileURLToPath(new URL(file, root)));
  if (!paths.every(existsSync)) return undefined;
  const body = Buffer.concat([...paths.map((path) => readFileSync(path)), Buffer.from(further)]);
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 10);
  const asset = { body, type, address: `/assets/${name}?${hash}` };
  assets.set(name, asset);
  return asset;
}

const isAssetName = (name: string): name is AssetName => Object.hasOwn(sources, name);
