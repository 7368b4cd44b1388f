import { build } from 'esbuild';

// The little that runs in the browser, as one file beside the built server.
await build({
  entryPoints: ['src/web/islands/studio.ts'],
  outdir: 'dist/web/islands',
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  legalComments: 'none',
});
