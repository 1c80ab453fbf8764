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
 * True when the ring does without a node for good, because it was decommissioned or removed: each other node that knows the ring has it in
 * there no more. A node that has only just started knows neither itself nor others, and has no say.
 */
export async function hasLeft({ address }: ClusterNode, others: readonly ClusterNode[]): Promise<boolean> {
  const views = await Promise.all(others.map(membersSeenBy));
  const informed = views.filter((view) => view.length > 0);
  return informed.length > 0 && informed.every((view) => !view.includes(address));
}

async function membersSeenBy({ control, address }: ClusterNode): Promise<readonly string[]> {
  const ring = await control.ring().catch(() => []);
  const members = ring.map((endpoint) => endpoint.address);
  return members.includes(address) ? members : [];
}

/**
 * Has a node stream its data to the others and leave, and waits until it says that it has. A node that is leaving already is only waited
 * for, and one that has left is left as it is, running or not.
 *
 * @throws OpsError `NODE_REFUSED` with the reason that nodetool prints, `OPERATION_TIMED_OUT`, `ABORTED`, those of `runNodetool`
 */
export async function leaveRing(cluster: Cluster, node: ClusterNode, { force, clock, bounds }: LeaveOptions): Promise<void> {
  const { signal, deadlineMs = LEAVE_DEADLINE_MS } = bounds;
  const mode = await node.control.status({ signal }).then(
    ({ operationMode }) => operationMode,
    () => 'DOWN',
  );
  if (mode === 'DOWN' && (await hasLeft(node, othersThan(node, cluster.nodes)))) return;
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

/** A ring's nodes without one. */
export function othersThan({ name }: ClusterNode, nodes: readonly ClusterNode[]): readonly ClusterNode[] {
  return nodes.filter((node) => node.name !== name);
}

/**
 * Checks that a ring still has a node, so that another can take its place.
 *
 * @throws OpsError `INVALID_ARGUMENT` for a node that has left
 */
export async function assertStillMember(node: ClusterNode, nodes: readonly ClusterNode[]): Promise<void> {
  if (!(await hasLeft(node, othersThan(node, nodes)))) return;
  throw new OpsError('INVALID_ARGUMENT', {
    message: `${node.name} has left the ring, so there is nothing to replace`,
    remedy: `Remove what is left of it with ringside cluster decommission ${node.name}.`,
  });
}

function refused({ name }: ClusterNode, text: string): OpsError {
  const reason = /^(?:nodetool|error): (.+)$/m.exec(text)?.[1] ?? text.trim().split('\n')[0] ?? '';
  return new OpsError('NODE_REFUSED', {
    message: `${name} refused to leave: ${reason}`,
    ...(reason.includes('forceful') && { remedy: 'Add a node first, or lower the replication factor, or leave anyway with --force.' }),
  });
}

/** True when another node has it in the ring for good: a node joins just before it opens CQL, so it may have, and yet failed. */
export async function isMember(node: ClusterNode, others: readonly ClusterNode[]): Promise<boolean> {
  const views = await Promise.all(others.map((other) => other.control.ring().catch(() => [])));
  return views.flat().some(({ address, state }) => address === node.address && state === 'Normal');
}
