import { closeSync, openSync } from 'node:fs';
import { isatty } from 'node:tty';

const STANDARD_STREAMS = [0, 1, 2] as const;

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
