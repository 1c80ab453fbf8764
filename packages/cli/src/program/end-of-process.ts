import { closeSync, openSync } from 'node:fs';
import { isatty } from 'node:tty';

const GRACE_MS = 2_000;
const STANDARD_STREAMS = [0, 1, 2] as const;

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

/**
 * Keeps a closed terminal from ending this process with SIGABRT: as it ends, Node puts the mode of its terminal back, and aborts where that
 * fails, as it does on a terminal that is gone. A stream that was a terminal and no longer is one leads nowhere, so it is exchanged for
 * `/dev/null`, which Node leaves alone.
 */
export function surviveClosedTerminal(): void {
  const terminals = STANDARD_STREAMS.filter((descriptor) => isatty(descriptor));
  process.once('exit', () => {
    for (const descriptor of terminals.filter((each) => !isatty(each))) {
      try {
        closeSync(descriptor);
        // The lowest number that is free: the same one.
        openSync('/dev/null', 'r+');
      } catch {
        // It is closed already.
      }
    }
  });
}
