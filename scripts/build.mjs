import { chmodSync, rmSync } from 'node:fs';
import { build } from 'esbuild';

const dist = 'dist';
const common = { bundle: true, format: 'esm', jsx: 'automatic', jsxImportSource: 'preact' };

/** Packages that hold machine code, read files of their own or start processes of their own stay where they are. */
const external = [
  '@aws-sdk/*',
  '@ffmpeg-installer/*',
  'better-sqlite3',
  'better-sqlite3-node-api',
  'express',
  'fluent-ffmpeg',
  'multer',
  'pino',
  'pino-http',
  'sharp',
  'tinypool',
];

/**
 * The program and the processes of its crew, in few files: Node takes longer to find and read five hundred small ones
 * than most commands take. Parts that only some commands want (S3, the server, the importer) stay parts of their own.
 */
const program = {
  ...common,
  entryPoints: { main: 'src/cli/main.ts', worker: 'src/workshop/worker.ts' },
  outdir: `${dist}/cli`,
  chunkNames: 'part-[hash]',
  splitting: true,
  platform: 'node',
  target: 'node20.19',
  sourcemap: true,
  legalComments: 'external',
  external,
  // What CommonJS packages ask Node for.
  banner: {
    js: "import { createRequire as requireFor } from 'node:module';\nconst require = requireFor(import.meta.url);",
  },
};

/** The little that runs in the browser. */
const islands = {
  ...common,
  entryPoints: ['src/web/islands/studio.ts'],
  outdir: `${dist}/web/islands`,
  minify: true,
  target: 'es2022',
  legalComments: 'none',
};

rmSync(dist, { recursive: true, force: true });
await Promise.all([build(program), build(islands)]);
chmodSync(`${dist}/cli/main.js`, 0o755);
