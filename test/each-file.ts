import { freshWorker } from './crew-worker.ts';

/** Before the tests of every file: its crews run the bundle of this run (src/workshop/crew.ts) if it is what the source says. */
const worker = freshWorker(process.env.CORRIDOR_TEST_BUNDLE ?? '');
if (worker === undefined) delete process.env.CORRIDOR_TEST_WORKER;
else process.env.CORRIDOR_TEST_WORKER = worker;
