import { oncePerPress } from './hand-over.mjs';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs work that the first Ctrl-C ends in order; the second ends us at once. Output that nobody reads any more (a closed pipe or
 * terminal) counts as a first Ctrl-C: were it to end us, what we have started would go on alone.
 *
 * `processInterrupts()` of `@ringside/cli-kit` does the same for `ringside`; this runs before any dependency is there and anything is compiled, so it
 * can import neither that nor any other package.
 *
 * @template Result
 * @param {(signal: AbortSignal) => Promise<Result>} work
 * @param {Pick<NodeJS.WriteStream, 'on'>} output its errors are taken from here on, for good
 * @param {(name: NodeJS.Signals) => unknown} reason what work is aborted with; a closed output counts as SIGHUP
 * @returns {Promise<Result>}
 */
export async function untilInterrupted(work, output = process.stderr, reason = () => undefined) {
  const controller = new AbortController();
  output.on('error', () => controller.abort(reason('SIGHUP')));
  const onSignal = oncePerPress((name) => (controller.signal.aborted ? process.exit(130) : controller.abort(reason(name))));
  for (const name of SIGNALS) process.on(name, onSignal);
  try {
    return await work(controller.signal);
  } finally {
    for (const name of SIGNALS) process.off(name, onSignal);
  }
}
