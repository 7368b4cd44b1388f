import { defineConfig } from 'vitest/config';
import { Skips } from './test/skips.ts';

const jsx = { jsx: { runtime: 'automatic', importSource: 'preact' } } as const;

/** Tests that look at their own process: its folder, its PATH, its memory, its children. */
const alone = ['names', 'tool', 'long-takes', 'endings'].map((name) => `test/workshop/${name}.test.ts`);

const acting = {
  globalSetup: 'test/once.ts',
  setupFiles: 'test/each-file.ts',
  testTimeout: 60_000,
  hookTimeout: 120_000,
} as const;

/**
 * `thinking` holds pure rules and runs in milliseconds; `acting` starts ffmpeg, servers and the program itself. Files
 * of both are run one after the other in one process, since loading the source takes longer than most of them; those
 * of `alone` have a process each. Two cores, so at most two processes at a time.
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
          isolate: false,
          testTimeout: 30_000,
        },
      },
      {
        oxc: jsx,
        test: {
          ...acting,
          name: 'acting',
          include: ['test/{store,jobs,catalogue,workshop,studio,web,cli,journeys,contracts}/**/*.test.ts'],
          exclude: alone,
          isolate: false,
        },
      },
      { oxc: jsx, test: { ...acting, name: 'alone', include: alone } },
    ],
  },
});
