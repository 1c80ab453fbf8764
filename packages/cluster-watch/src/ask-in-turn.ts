import type { SidecarClient } from '@ringside/api';
import { boundsWithin, type Clock, deadlineIn, isOver, leftMs, withDeadline } from '@ringside/core';

/** How many others are asked, one after the other. */
const MOST_ASKED = 3;
/** How long one may take: less than all, so that one that is silent does not keep the next from being asked. */
const ONE_WITHIN_MS = 2_000;
/** How long all may take together. */
const ALL_WITHIN_MS = 5_000;

/** What bounds the question to one other. */
export interface AskBounds {
  /** How long it may take. */
  readonly timeoutMs: number;
  /** Aborts when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}

/** An answer, or why there is none. */
export type Settled<Answer> = { readonly body: Answer } | { readonly error: unknown };

/** Waits for an answer or its failure. */
export async function settled<Answer>(answer: Promise<Answer>): Promise<Settled<Answer>> {
  return answer.then(
    (body) => ({ body }),
    (error: unknown) => ({ error }),
  );
}

/** Asks others one after the other, until one answers; `undefined` where none of the first few does within 5 s, or the signal aborts. Never rejects. */
export async function askInTurn<Answer>(
  peers: readonly SidecarClient[],
  ask: (client: SidecarClient, bounds: AskBounds) => Promise<Answer>,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<{ readonly body: Answer } | undefined> {
  const all = deadlineIn(clock, ALL_WITHIN_MS);
  for (const peer of peers.slice(0, MOST_ASKED)) {
    if (isOver({ signal, deadline: all })) return undefined;
    const bounds = boundsWithin(clock, ONE_WITHIN_MS, { signal, deadline: all });
    const timeoutMs = Math.ceil(leftMs(bounds.deadline));
    const answer = await settled(
      withDeadline(bounds, { what: 'Asking another sidecar' }, (until) => ask(peer, { timeoutMs, signal: until })),
    );
    if ('body' in answer) return answer;
  }
  return undefined;
}
