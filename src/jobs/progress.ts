const PAUSE = 250;

/** Writes what it is told at most four times a second, the first at once and the last always. */
export class Progress {
  readonly #write: (value: unknown) => void;
  #latest: unknown;
  #unwritten = false;
  #pause: NodeJS.Timeout | undefined;

  constructor(write: (value: unknown) => void) {
    this.#write = write;
  }

  tell(value: unknown): void {
    this.#latest = value;
    this.#unwritten = true;
    if (this.#pause === undefined) this.#flush();
  }

  end(): void {
    clearTimeout(this.#pause);
    this.#flush();
    clearTimeout(this.#pause);
  }

  #flush(): void {
    this.#pause = undefined;
    if (!this.#unwritten) return;
    this.#unwritten = false;
    this.#write(this.#latest);
    this.#pause = setTimeout(() => this.#flush(), PAUSE);
    this.#pause.unref();
  }
}
