import type { SidecarClient } from '@ringside/api';
import { type OpsError, throwIfAborted, toOpsError } from '@ringside/core';
import { printable } from '../output/printable.ts';
import { sidecarClient, sidecarUrls, whyNoAnswer } from './ask-sidecar.ts';
import type { CommandContext } from './context.ts';

/** How one node answered. */
export interface NodeOutcome<Answer = unknown> {
  /** The base URL of the sidecar that was asked. */
  readonly sidecar: string;
  /** True when it did what it was asked to; it then has an `answer`, else an `error`. */
  readonly ok: boolean;
  /** What it answered. */
  readonly answer?: Answer;
  /** Why not: a stable code, and a sentence for people. */
  readonly error?: {
    /** Which error it is, such as `NOT_FOUND`. */
    readonly code: string;
    /** What went wrong, in a sentence. */
    readonly message: string;
  };
}

/**
 * The sidecars that a change goes to: the first one, or with `all` every one of the ring.
 *
 * @param all whether every sidecar is asked, or only the first
 */
export async function targetSidecars(context: CommandContext, all: boolean): Promise<readonly string[]> {
  const urls = await sidecarUrls(context);
  return all ? urls : urls.slice(0, 1);
}

/**
 * Does the same at each sidecar at once, and tells of each how it went.
 *
 * @param urls base URLs of the sidecars
 * @param act sends the request with the client of one sidecar
 * @throws OpsError the first failure when not one succeeded; `RING_NOT_RUNNING` when the ring here is down; `ABORTED` on Ctrl-C, with where it was done by then: the
 *   others did not fail
 */
export async function doAtEach<Answer>(
  context: CommandContext,
  urls: readonly string[],
  act: (client: SidecarClient) => Promise<Answer>,
): Promise<readonly NodeOutcome<Answer>[]> {
  const failures: OpsError[] = [];
  const outcomes = await Promise.all(
    urls.map(async (sidecar): Promise<NodeOutcome<Answer>> => {
      try {
        return { sidecar, ok: true, answer: await act(await sidecarClient(context, sidecar)) };
      } catch (thrown) {
        const error = toOpsError(thrown);
        failures.push(error);
        return { sidecar, ok: false, error: { code: error.code, message: error.message } };
      }
    }),
  );
  throwIfAborted(context.signal, doneBefore(outcomes));
  const [first] = failures;
  if (first !== undefined && failures.length === urls.length) throw await whyNoAnswer(context, urls, first);
  return outcomes;
}

/** What was interrupted, and how far it had come. */
function doneBefore(outcomes: readonly NodeOutcome[]): string {
  const done = outcomes.filter(({ ok }) => ok).map(({ sidecar }) => sidecar);
  return done.length === 0 ? 'Asking the nodes' : `Asking the nodes (done at ${done.join(', ')})`;
}

/** One line a node: what happened there. */
export function outcomesText<Answer>(outcomes: readonly NodeOutcome<Answer>[], done: (answer: Answer | undefined) => string): string {
  return outcomes
    .map((one) => `${one.sidecar}  ${printable(one.ok ? done(one.answer) : `failed: ${one.error?.message ?? ''}`)}\n`)
    .join('');
}

/** The exit code of a change that succeeded at some nodes only. */
export const PARTIAL_FAILURE: number = 75;
