import type { Reporter, TestModule } from 'vitest/node';

/**
 * Names every test that was skipped, so that the reason in its name is seen. With CORRIDOR_TEST_ALL=1 everything is
 * there, so a skip is a failure.
 */
export class Skips implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const skipped = modules.flatMap((module) =>
      [...module.children.allTests('skipped')].map((test) => `${module.relativeModuleId}: ${test.fullName}`),
    );
    if (skipped.length === 0) return;
    const demanded = process.env.CORRIDOR_TEST_ALL === '1';
    console.log(`\n${demanded ? 'Skipped, though CORRIDOR_TEST_ALL=1 demands everything' : 'Skipped'}:`);
    for (const name of [...new Set(skipped)]) console.log(`  ${name}`);
    if (demanded) process.exitCode = 1;
  }
}
