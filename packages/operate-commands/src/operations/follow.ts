import { askSidecar, type CommandContext, createLiveLine, type LiveLine, printable, progressBar } from '@ringside/cli-kit';
import { formatDuration, type OpsError, toOpsError } from '@ringside/core';
import type { OperationEntry, OperationStepEntry } from '@ringside/operation-routes';

const EVERY_MS = 1_000;
/** The node that is restarted may be the one without which nobody can tell. */
const SILENCE_MS = 15 * 60_000;
const BAR_WIDTH = 20;

/** How far an operation was when nobody looked any more. */
export interface Followed {
  /** As it was seen last; undefined where it never was. */
  readonly operation: OperationEntry | undefined;
  /** True where it has ended; false where Ctrl-C came first, and it goes on. */
  readonly hasEnded: boolean;
}

/**
 * Shows how far an operation is until it has ended: on a terminal as a line with a bar and the time that is left, elsewhere a line for each change.
 *
 * @throws OpsError when nobody could tell for a quarter of an hour
 */
export async function follow(context: CommandContext, id: string): Promise<Followed> {
  const { clock, signal } = context;
  const shown = new Progress(context, id);
  let heardMs = clock.monotonicMs();
  let operation: OperationEntry | undefined;
  while (!signal.aborted) {
    try {
      operation = await askSidecar(context, (client) => client.operation({ operationId: id }, { signal }));
      heardMs = clock.monotonicMs();
      shown.show(operation);
      if (operation.state !== 'running') return shown.end({ operation, hasEnded: true });
    } catch (thrown) {
      const error = toOpsError(thrown);
      if (signal.aborted) break;
      if (!error.retryable || clock.monotonicMs() - heardMs > SILENCE_MS) throw shown.lose(error);
      shown.silence(error);
    }
    await clock.sleep(EVERY_MS, signal).catch(() => undefined);
  }
  return shown.leave({ operation, hasEnded: false });
}

class Progress {
  readonly #context: CommandContext;
  readonly #line: LiveLine | undefined;
  /** How the commands for this operation are typed, so that they ask the same sidecar. */
  readonly #words: string;
  /** What was said last of each node, and of the operation as a whole. */
  readonly #said = new Map<string, string>();
  #isSilent = false;

  constructor(context: CommandContext, id: string) {
    this.#context = context;
    this.#line = context.io.errIsTerminal && !context.json ? createLiveLine(context.io) : undefined;
    this.#words = `${id}${context.global.sidecar === undefined ? '' : ` --sidecar ${context.global.sidecar}`}`;
  }

  show(operation: OperationEntry): void {
    this.#isSilent = false;
    for (const step of operation.steps) this.#sayStep(step);
    this.#sayMood(operation);
    this.#line?.draw(this.#lineOf(operation));
  }

  #sayStep({ node, phase, sentence }: OperationStepEntry): void {
    const text = `${printable(node)} ${phase}${sentence === null ? '' : `: ${printable(sentence)}`}`;
    const isQuiet = phase === 'pending' && sentence === null && !this.#said.has(node);
    this.#sayOnce(node, text, isQuiet);
  }

  #sayMood({ intent, problem }: OperationEntry): void {
    const wanted = { run: 'Running', pause: 'Paused', cancel: 'Cancelling' }[intent];
    const mood = problem === null ? wanted : `No more nodes will be begun: ${printable(problem)}`;
    this.#sayOnce('', mood, mood === 'Running' && !this.#said.has(''));
  }

  #sayOnce(about: string, text: string, isQuiet: boolean): void {
    if (this.#said.get(about) === text) return;
    this.#said.set(about, text);
    if (!isQuiet) this.#say(text);
  }

  #say(text: string): void {
    if (this.#line === undefined) this.#context.note(text);
    else this.#line.print(text);
  }

  #lineOf({ steps, intent, requestedAtMs }: OperationEntry): string {
    const done = steps.filter(({ phase }) => phase === 'done').length;
    const passedMs = this.#context.clock.nowMs() - requestedAtMs;
    const isTold = done > 0 && passedMs > 0 && intent === 'run';
    const left = isTold ? `  about ${formatDuration((passedMs / done) * (steps.length - done))} left` : '';
    const mood = intent === 'pause' ? '  paused' : intent === 'cancel' ? '  cancelling' : '';
    return `${progressBar(done / steps.length, BAR_WIDTH)} ${done} of ${steps.length} nodes${mood}${left}`;
  }

  /** Said once for each time that nobody answers. */
  silence({ message }: OpsError): void {
    const text = `No answer, trying again: ${printable(message)}`;
    this.#line?.draw(text);
    if (this.#line === undefined && !this.#isSilent) this.#context.note(text);
    this.#isSilent = true;
  }

  end(followed: Followed): Followed {
    this.#line?.clear();
    return followed;
  }

  /** Whoever is not told any more still wants to know how to be told again. */
  lose(error: OpsError): OpsError {
    this.#line?.clear();
    this.#context.note(
      `Stopped watching; the operation may still be running. Watch it again with: ringside operations watch ${this.#words}`,
    );
    return error;
  }

  leave(followed: Followed): Followed {
    this.#line?.clear();
    const before = this.#line === undefined ? '' : '\n';
    this.#context.note(
      `${before}The operation continues. Watch it with: ringside operations watch ${this.#words}\nCancel it with: ringside operations cancel ${this.#words}`,
    );
    return followed;
  }
}
