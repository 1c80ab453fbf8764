import { askSidecar, type CommandContext, createLiveLine, type LiveLine, printable, progressBar } from '@ringside/cli-kit';
import { formatDuration, toOpsError } from '@ringside/core';
import type { OperationEntry, OperationStepEntry } from '@ringside/operation-routes';

const EVERY_MS = 1_000;
/** The node that is restarted may be the one without which nobody can tell. */
const SILENCE_MS = 15 * 60_000;
const BAR_WIDTH = 20;

/**
 * Shows how far an operation is until it has ended: on a terminal as a line with a bar and the time that is left, elsewhere a line for each change.
 *
 * @returns the operation at its end; undefined where Ctrl-C came first: it goes on
 * @throws OpsError when nobody could tell for a quarter of an hour
 */
export async function follow(context: CommandContext, id: string): Promise<OperationEntry | undefined> {
  const { clock, signal } = context;
  const shown = new Progress(context);
  let heardMs = clock.monotonicMs();
  while (!signal.aborted) {
    try {
      const operation = await askSidecar(context, (client) => client.operation({ operationId: id }, { signal }));
      heardMs = clock.monotonicMs();
      shown.show(operation);
      if (operation.state !== 'running') return shown.end(operation);
    } catch (thrown) {
      const error = toOpsError(thrown);
      if (signal.aborted) break;
      if (!error.retryable || clock.monotonicMs() - heardMs > SILENCE_MS) throw shown.end(error);
      shown.silence();
    }
    await clock.sleep(EVERY_MS, signal).catch(() => undefined);
  }
  shown.end(undefined);
  context.note(
    `\nThe operation goes on. See it again with: ringside operations watch ${id}\nStop it with: ringside operations cancel ${id}`,
  );
  return undefined;
}

class Progress {
  readonly #context: CommandContext;
  readonly #line: LiveLine | undefined;
  readonly #startMs: number;
  readonly #said = new Map<string, string>();
  #doneAtStart: number | undefined;

  constructor(context: CommandContext) {
    this.#context = context;
    this.#line = context.io.errIsTerminal && !context.json ? createLiveLine(context.io) : undefined;
    this.#startMs = context.clock.monotonicMs();
  }

  show(operation: OperationEntry): void {
    for (const step of operation.steps) this.#say(step);
    this.#line?.draw(this.#lineOf(operation));
  }

  /** A line for what has changed. */
  #say({ node, phase, sentence }: OperationStepEntry): void {
    const text = `${printable(node)} ${phase}${sentence === null ? '' : `: ${printable(sentence)}`}`;
    if (this.#said.get(node) === text) return;
    const isNew = !this.#said.has(node);
    this.#said.set(node, text);
    if (isNew && phase === 'pending' && sentence === null) return;
    if (this.#line === undefined) this.#context.note(text);
    else this.#line.print(text);
  }

  #lineOf({ steps, intent }: OperationEntry): string {
    const done = steps.filter(({ phase }) => phase === 'done').length;
    this.#doneAtStart ??= done;
    const doneHere = done - this.#doneAtStart;
    const passedMs = this.#context.clock.monotonicMs() - this.#startMs;
    const left = doneHere === 0 ? '' : `  about ${formatDuration((passedMs / doneHere) * (steps.length - done))} left`;
    const mood = intent === 'pause' ? '  paused' : intent === 'cancel' ? '  being cancelled' : '';
    return `${progressBar(done / steps.length, BAR_WIDTH)} ${done} of ${steps.length} nodes${mood}${left}`;
  }

  silence(): void {
    this.#line?.draw('Nobody can tell just now: the nodes that keep operations do not answer. Waiting.');
  }

  end<T>(value: T): T {
    this.#line?.clear();
    return value;
  }
}
