import { abortError, type Clock, deadlineIn, errors, formatDuration, leftMs, waitUntil } from '@ringside/core';
import { type DrainOptions, nodeControlErrors } from '@ringside/node-control';
import type { Ask } from './ask.ts';
import { operation } from './queries/settings.ts';
import { operationModeQuery } from './queries/status.ts';

const POLL_MS = 200;

/** Ways to ask a node. */
export interface Asking {
  readonly ask: Ask;
  /** In the line of operations; only once `ask` was answered. */
  readonly act: Ask;
}

/**
 * See `NodeLifecycle.drain`. `StorageService.drain` swallows exceptions and one of two callers may be turned away, so what it answers
 * decides nothing: only the operation mode does.
 */
export async function drain({ ask, act }: Asking, node: string, clock: Clock, options: DrainOptions = {}): Promise<void> {
  const { withinMs = 300_000, signal } = options;
  const deadline = deadlineIn(clock, withinMs);
  const mode = await ask(operationModeQuery, { signal });
  if (mode === 'DRAINED') return;
  if (mode !== 'DRAINING') await begin(act, leftMs(deadline), signal);
  const result = await waitUntil(
    async (probeSignal) => ((await ask(operationModeQuery, { signal: probeSignal })) === 'DRAINED' ? true : undefined),
    { clock, pollMs: POLL_MS, withinMs: Infinity, signal, deadline },
  );
  if (result.outcome === 'aborted') throw abortError(signal, `Draining ${node}`);
  if (result.outcome === 'deadline') {
    throw errors.OPERATION_TIMED_OUT({
      message: `Draining ${node} did not finish within ${formatDuration(withinMs)}`,
      remedy: 'The node may still be draining: its operation mode tells, and its log what it waits for.',
      cause: result.lastError,
    });
  }
}

/** A time-out is no failure here: the node drains on, and the caller goes on to watch it. */
async function begin(act: Ask, withinMs: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await act(operation('drain', 'drain()'), { signal, timeoutMs: withinMs });
  } catch (error) {
    if (!nodeControlErrors.NODE_CONTROL_UNAVAILABLE.is(error)) throw error;
  }
}
