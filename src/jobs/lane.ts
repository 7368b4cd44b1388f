import type { JobHandler } from './queue.ts';
import { type Desk, Run } from './run.ts';
import type { Claimed } from './table.ts';

type LaneSetting = Readonly<{
  handler: JobHandler;
  concurrency: number;
  desk: Desk;
  /** Claims the lane's next due job. */
  next: () => Claimed | undefined;
  /** Told whenever a run has ended: a place and perhaps a group are free. */
  freed: () => void;
}>;

/** The jobs of one lane that one handler has in hand. */
export class Lane {
  readonly #setting: LaneSetting;
  readonly #runs = new Map<string, Run>();
  #stopping = false;

  constructor(setting: LaneSetting) {
    this.#setting = setting;
  }

  get claims(): readonly string[] {
    return [...this.#runs.keys()];
  }

  take(): void {
    const { concurrency, next, handler, desk } = this.#setting;
    while (!this.#stopping && this.#runs.size < concurrency) {
      const row = next();
      if (row === undefined) return;
      this.#follow(new Run(row, handler, desk));
    }
  }

  /** Interrupts the runs whose claim no longer holds. */
  keep(holding: ReadonlySet<string>): void {
    for (const run of this.#runs.values()) if (!holding.has(run.claim)) run.lose();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    const runs = [...this.#runs.values()];
    for (const run of runs) run.stop();
    await Promise.all(runs.map((run) => run.ended));
  }

  #follow(run: Run): void {
    this.#runs.set(run.claim, run);
    void run.ended.then(() => {
      this.#runs.delete(run.claim);
      this.#setting.freed();
    });
  }
}
