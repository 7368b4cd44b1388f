const exitCodes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
type Interrupt = keyof typeof exitCodes;

export type Interrupts = Readonly<{
  signal: AbortSignal;
  /** The exit code of the interrupt that came, if any. */
  exitCode(): number | undefined;
}>;

/** The first interrupt asks the command to stop cleanly; the second ends the program at once. */
export function listenForInterrupts(): Interrupts {
  const controller = new AbortController();
  let came: Interrupt | undefined;
  for (const name of Object.keys(exitCodes) as Interrupt[]) {
    process.on(name, () => {
      if (came) process.exit(exitCodes[name]);
      came = name;
      controller.abort();
    });
  }
  return { signal: controller.signal, exitCode: () => came && exitCodes[came] };
}
