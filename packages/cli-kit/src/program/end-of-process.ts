const GRACE_MS = 2_000;

/** What {@link endSoon} needs of a process. */
export interface EndingProcess {
  readonly stdout: { readonly writableLength: number };
  readonly stderr: { readonly writableLength: number };
  exit(): void;
}

/**
 * Ends a process whose work is done, also when something still keeps it alive: a library that failed while it connected may leave a timer or a
 * connection behind. What is written reaches its reader first, however slow that is.
 */
export function endSoon(ending: EndingProcess = process, graceMs: number = GRACE_MS): void {
  const look = (): void => {
    if (ending.stdout.writableLength === 0 && ending.stderr.writableLength === 0) ending.exit();
    else setTimeout(look, graceMs).unref();
  };
  setTimeout(look, graceMs).unref();
}
