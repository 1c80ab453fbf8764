const INTERRUPT_EXIT_CODE = 130;
/** One Ctrl-C can arrive twice: from the terminal, and forwarded by npm. What comes this soon is still the first. */
const SAME_INTERRUPT_MS = 500;

/** How a command hears of Ctrl-C. */
export interface Interrupts {
  /** Aborts on the first SIGINT, SIGTERM or SIGHUP, so that the command can stop in order. */
  readonly signal: AbortSignal;
  /** What the second one does just before the process ends; must be synchronous and must not throw. */
  setAtOnce(action: () => void): void;
}

/** Listens to the signals of this process: the first one asks for an end in order, the second one ends at once. */
export function processInterrupts(): Interrupts {
  const controller = new AbortController();
  let atOnce = (): void => undefined;
  let firstMs = 0;
  const onSignal = (name: NodeJS.Signals): void => {
    if (!controller.signal.aborted) {
      firstMs = performance.now();
      controller.abort(new DOMException(`Interrupted by ${name}`, 'AbortError'));
    } else if (performance.now() - firstMs > SAME_INTERRUPT_MS) {
      atOnce();
      process.exit(INTERRUPT_EXIT_CODE);
    }
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, onSignal);
  return {
    signal: controller.signal,
    setAtOnce: (action) => {
      atOnce = action;
    },
  };
}
