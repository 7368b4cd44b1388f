import { defineConfig } from 'vitest/config';
import { Skips } from './test/skips.ts';

const jsx = { jsx: { runtime: 'automatic', importSource: 'preact' } } as const;

/**
 * Two projects: `thinking` holds pure rules and runs in milliseconds; `acting` starts ffmpeg, servers and the
 * program itself. Two cores, so at most two files at a time.
 */
export default defineConfig({
  test: {
    maxWorkers: 2,
    reporters: ['default', new Skips()],
    projects: [
      {
        oxc: jsx,
        test: {
          name: 'thinking',
          include: ['test/{show,sound,production,feed}/**/*.test.ts', 'test/*.test.ts'],
          testTimeout: 30_000,
        },
      },
      {
        oxc: jsx,
        test: {
          name: 'acting',
          include: ['test/{store,jobs,catalogue,workshop,studio,web,cli,journeys,contracts}/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
