import { problemOf } from '../errors.ts';
import { encodeSegment } from './encoding.ts';
import { hearSlice, listenToRaw } from './listening.ts';
import type { Answer, Task, TaskProgress } from './tasks.ts';

/** One process of the crew (crew.ts): takes a task, answers with what came of it. */
export default async function work(task: Task): Promise<Answer<unknown>> {
  try {
    return { body: await carryOut(task) };
  } catch (thrown) {
    return { problem: problemOf(thrown) };
  }
}

const carryOut = (task: Task): Promise<unknown> => {
  switch (task.kind) {
    case 'listen':
      return listenToRaw(task, tell);
    case 'hear':
      return hearSlice(task, tell);
    case 'encode':
      return encodeSegment(task, tell);
  }
};

const tell = (done: number): void => void process.send?.({ done } satisfies TaskProgress);

/** Nobody waits for the work of a studio that is gone. */
process.once('disconnect', () => process.exit(1));
