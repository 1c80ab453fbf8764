import { type Clock, OpsError, waitUntil } from '@ringside/core';
import { metOrThrow } from '../abort.ts';
import type { ClusterNode, WaitBounds } from '../node/node.ts';
import { runNodetool } from '../tool/nodetool.ts';
import type { Cluster } from './cluster.ts';

const LEAVE_DEADLINE_MS = 3_600_000;
const POLL_MS = 200;

/** How {@link leaveRing} waits, and how hard it asks. */
export interface LeaveOptions {
  readonly force: boolean;
  readonly clock: Clock;
  readonly bounds: WaitBounds;
}

/**
 * Has a node stream its data to the others and leave, and waits until it says that it has. A node that is leaving already is only waited
 * for, and one that has left is left as it is.
 *
 * @throws OpsError `NODE_REFUSED` with the reason that nodetool prints, `OPERATION_TIMED_OUT`, `ABORTED`, those of `runNodetool`
 */
export async function leaveRing(cluster: Cluster, node: ClusterNode, { force, clock, bounds }: LeaveOptions): Promise<void> {
  const { signal, deadlineMs = LEAVE_DEADLINE_MS } = bounds;
  const mode = await node.control.status({ signal }).then(
    ({ operationMode }) => operationMode,
    () => 'DOWN',
  );
  if (mode !== 'LEAVING' && mode !== 'DECOMMISSIONED') {
    const { exitCode, out, err } = await runNodetool(['decommission', ...(force ? ['--force'] : [])], { cluster, node, signal });
    if (exitCode !== 0) throw refused(node, `${err}\n${out}`);
  }
  const probe = async (probeSignal: AbortSignal): Promise<true | undefined> => {
    const { operationMode } = await node.control.status({ signal: probeSignal });
    return operationMode === 'DECOMMISSIONED' ? true : undefined;
  };
  metOrThrow(await waitUntil(probe, { clock, pollMs: POLL_MS, deadlineMs, signal }), `The leaving of ${node.name}`);
}

function refused({ name }: ClusterNode, text: string): OpsError {
  const reason = /^(?:nodetool|error): (.+)$/m.exec(text)?.[1] ?? text.trim().split('\n')[0] ?? '';
  return new OpsError('NODE_REFUSED', {
    message: `${name} refused to leave: ${reason}`,
    ...(reason.includes('forceful') && { remedy: 'Add a node first, or lower the replication factor, or leave anyway with --force.' }),
  });
}
