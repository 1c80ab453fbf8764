import { readLauncherState } from '@ringside/cli-kit';
import { type Clock, errors, waitUntil } from '@ringside/core';
import type { ProcessIdentity } from '@ringside/host';
import { modelErrors } from '@ringside/model';
import { lockHolder } from './lock.ts';
import type { RingSummary } from '@ringside/cli-kit';

const POLL_MS = 100;
const LIMIT_MS = 10 * 60_000;

/**
 * Waits until the ring that another launcher holds is ready.
 *
 * @returns its summary, or `undefined` when that launcher ended before its ring was ready, so that this one may take over
 * @throws OpsError `RING_RUNNING` when that ring is being stopped or takes too long, `ABORTED`
 */
export async function waitForOther(
  home: string,
  holder: ProcessIdentity,
  clock: Clock,
  signal: AbortSignal,
): Promise<RingSummary | undefined> {
  const probe = async (): Promise<{ summary: RingSummary | undefined } | undefined> => {
    const now = await lockHolder(home);
    if (now === undefined || now.pid !== holder.pid) return { summary: undefined };
    const state = await readLauncherState(home);
    // A launcher that was killed has left its state behind, and the one that holds the lock now may not have written its own yet.
    const own = state?.phase === 'ready' && state.summary?.launcherPid === now.pid;
    return own ? { summary: state.summary } : undefined;
  };
  const result = await waitUntil(probe, { clock, pollMs: POLL_MS, withinMs: LIMIT_MS, signal });
  if (result.outcome === 'met') return result.value.summary;
  if (result.outcome === 'aborted')
    throw errors.ABORTED({
      message: 'Waiting for the ring was interrupted',
      remedy: 'It goes on starting: run ringside up again to wait for it.',
    });
  throw modelErrors.RING_RUNNING({
    message: `Another launcher (pid ${holder.pid}) holds ${home}, but its ring does not get ready`,
    remedy: 'Look at its log, or stop it with ringside down.',
  });
}
