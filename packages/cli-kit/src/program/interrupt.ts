import { writeSync } from 'node:fs';
import { cliKitErrors } from '../errors.ts';
import { createStyle } from '../output/style.ts';
import { writeError } from '../output/write-error.ts';

const INTERRUPT_EXIT_CODE = 130;
/** One Ctrl-C can arrive twice: from the terminal, and forwarded by npm. What comes this soon is still the first. */
const SAME_INTERRUPT_MS = 500;

/** How a command hears of Ctrl-C. */
export interface Interrupts {
  /** Aborts on the first SIGINT, SIGTERM or SIGHUP, so that the command can stop in order. */
  readonly signal: AbortSignal;
  /**
   * What the second one does just before the process ends; must be synchronous and must not throw. A command that has set it owns
   * processes; `undefined` when it owns none any more.
   */
  setAtOnce(action: (() => void) | undefined): void;
}

/** {@link Interrupts} of a process, which also hear of its streams. */
export interface ProcessInterrupts extends Interrupts {
  /**
   * Takes the error of an output stream. A command that owns processes then ends in order, as on the first Ctrl-C; it must not be
   * ended here, or they would go on without it. Any other command goes on to its own end without a reader (`ringside ring | head -1`), and
   * ends at once with `OUTPUT_FAILED` where what it prints cannot be kept (a full disk).
   */
  outputFailed(error: NodeJS.ErrnoException): void;
}

/** What writing says once nobody reads: a closed pipe, a closed terminal, and a stream that has failed so before. */
const NOBODY_READS = new Set(['EPIPE', 'EIO', 'ERR_STREAM_DESTROYED']);

/** Listens to the signals of this process: the first one asks for an end in order, the second one ends at once. */
export function processInterrupts(): ProcessInterrupts {
  const controller = new AbortController();
  let atOnce: (() => void) | undefined;
  let firstMs = 0;
  const endInOrder = (cause: string): void => {
    if (controller.signal.aborted) return;
    firstMs = performance.now();
    controller.abort(new DOMException(`Interrupted by ${cause}`, 'AbortError'));
  };
  const onSignal = (name: NodeJS.Signals): void => {
    if (!controller.signal.aborted) return endInOrder(name);
    if (performance.now() - firstMs <= SAME_INTERRUPT_MS) return;
    atOnce?.();
    process.exit(INTERRUPT_EXIT_CODE);
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, onSignal);
  return {
    signal: controller.signal,
    setAtOnce: (action) => {
      atOnce = action;
    },
    outputFailed: (error) => {
      if (atOnce !== undefined) endInOrder('the end of its output');
      else if (!NOBODY_READS.has(error.code ?? '')) endUnwritten(error);
    },
  };
}

/** Ends the process with one sentence, written synchronously: its streams are what fails. */
function endUnwritten(cause: NodeJS.ErrnoException): never {
  const reason = cause.code === 'ENOSPC' ? 'no space is left on the device' : cause.message;
  const error = cliKitErrors.OUTPUT_FAILED({ message: `The output could not be written: ${reason}`, cause });
  try {
    const err = (text: string): void => void writeSync(process.stderr.fd, text);
    writeError({ err }, error, { json: process.argv.includes('--json'), verbose: false, style: createStyle(false) });
  } catch {
    // Standard error cannot be written either; the exit code still tells.
  }
  process.exit(error.exitCode);
}
