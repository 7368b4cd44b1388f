#!/usr/bin/env node
import { run } from './commands.ts';
import { endOnStrangeFaults, tellWarnings } from './fault.ts';

endOnStrangeFaults();
tellWarnings();
process.exitCode = await run(process.argv.slice(2));
// A socket that some service still keeps open must not keep a finished command waiting.
setTimeout(() => process.exit(), 2_000).unref();
