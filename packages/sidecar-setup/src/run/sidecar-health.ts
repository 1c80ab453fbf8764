import { type Clock, errors, isOpsError, metOrThrow, waitUntil } from '@ringside/core';
import { createLeanFetch } from '@ringside/host';
import { formatEndpoint } from '@ringside/model';
import { setupErrors } from '../errors.ts';
import type { Place } from '../plan/plan-init.ts';
import { isActive } from './systemd.ts';

const ANSWER_MS = 10_000;
const UNHEALTHY = 503;
const START_LIMIT_MS = 60_000;
const POLL_MS = 250;

/** Where a sidecar answers on its own machine. */
export function sidecarUrl(sidecar: Place): string {
  return `http://${formatEndpoint(sidecar)}`;
}

/** `OK`, or what is wrong in a few words. */
export async function health(url: string): Promise<string> {
  const fetch = createLeanFetch({ keepsConnections: false });
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(ANSWER_MS) });
    const text = await answer.text();
    return answer.ok ? 'OK' : answer.status === UNHEALTHY ? 'NOT OK' : `HTTP ${answer.status} ${text.slice(0, 200)}`;
  } catch (error) {
    return isOpsError(error) ? error.message : ((error as NodeJS.ErrnoException).code ?? 'no answer');
  }
}

/** How long {@link awaitSidecar} waits. */
interface Wait {
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
  /** Default: a minute. */
  readonly withinMs?: number | undefined;
}

/**
 * Waits until a sidecar that a unit runs answers that it is well.
 *
 * @param node what it is called, for messages
 * @throws OpsError `SIDECAR_SILENT`, which says where its log is; `ABORTED`
 */
export async function awaitSidecar(
  node: string,
  sidecar: Place,
  unit: string,
  { clock, signal, withinMs = START_LIMIT_MS }: Wait,
): Promise<void> {
  const url = sidecarUrl(sidecar);
  const answers = async (): Promise<true> => {
    const found = await health(`${url}/api/v1/__health`);
    if (found === 'OK') return true;
    throw errors.UNAVAILABLE({ message: found });
  };
  const result = await waitUntil(answers, { clock, pollMs: POLL_MS, withinMs, signal });
  if (result.outcome !== 'deadline') return void metOrThrow(result, `Waiting for the sidecar of ${node}`, signal);
  const runs = (await isActive(unit, { signal })) ? 'runs, and' : 'does not run, and';
  const why = isOpsError(result.lastError) ? result.lastError.message : 'no answer';
  throw setupErrors.SIDECAR_SILENT({
    message: `The sidecar of ${node} (${unit}) ${runs} does not answer at ${url} within ${withinMs / 1_000} s: ${why}`,
    remedy: `See the last lines of its log: journalctl -u ${unit} -n 50. Correct what they say, and run the same command again.`,
  });
}
