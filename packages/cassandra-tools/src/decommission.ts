import {
  type Bounds,
  boundsWithin,
  type Clock,
  errors,
  metOrThrow,
  type OpsError,
  spanOrDefault,
  throwIfOver,
  waitUntil,
  withDeadline,
} from '@ringside/core';
import { nodeControlErrors, type NodeLifecycle, type NodeRing } from '@ringside/node-control';
import type { LocalCluster, LocalNode } from './local-node.ts';
import { runNodetool } from './nodetool.ts';

const LEAVE_LIMIT_MS = 3_600_000;
const POLL_MS = 200;

/** A node that can be asked for its state and for its view of the ring. */
export interface MemberNode extends LocalNode {
  /** Asked for the operation mode, and for the node's view of the ring; a node that is down rejects. */
  readonly control: NodeLifecycle & NodeRing;
}

/** How {@link decommission} waits, and how hard it asks. */
export interface DecommissionOptions extends Bounds {
  /** The ring's nodes, the one that leaves included or not. */
  readonly nodes: readonly MemberNode[];
  /** Leaves also where fewer nodes remain than the replication factor asks for. */
  readonly force: boolean;
  /** Measures the wait for the node to leave. */
  readonly clock: Clock;
  /** How long it may take in all; one hour by default, where there is no deadline either. */
  readonly withinMs?: number | undefined;
}

/**
 * True when the ring does without a node for good, because it was decommissioned or removed: each other node that knows the ring has it in
 * there no more. A node that has only just started knows neither itself nor others, and has no say.
 */
async function hasLeft({ address }: MemberNode, others: readonly MemberNode[]): Promise<boolean> {
  const views = await Promise.all(others.map(membersSeenBy));
  const informed = views.filter((view) => view.length > 0);
  return informed.length > 0 && informed.every((view) => !view.includes(address));
}

async function membersSeenBy({ control, address }: MemberNode): Promise<readonly string[]> {
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
export async function decommission(cluster: LocalCluster, node: MemberNode, options: DecommissionOptions): Promise<void> {
  const { nodes, force, clock } = options;
  const what = `Decommissioning ${node.name}`;
  throwIfOver(options, what);
  const bounds = boundsWithin(clock, spanOrDefault(LEAVE_LIMIT_MS, options), options);
  const mode = await withDeadline(bounds, { what }, (signal) => modeOf(node, signal).catch(() => 'DOWN'));
  if (mode === 'DOWN' && (await hasLeft(node, otherNodes(node, nodes)))) return;
  if (mode !== 'LEAVING' && mode !== 'DECOMMISSIONED') {
    const words = ['decommission', ...(force ? ['--force'] : [])];
    const { exitCode, out, err } = await withDeadline(bounds, { what }, (signal) => runNodetool(words, { cluster, node, signal }));
    if (exitCode !== 0) throw refused(node, `${err}\n${out}`);
    // nodetool returns when the node has left. That counts, even where its time is up a moment later.
    if ((await modeOf(node, bounds.signal).catch(() => 'DOWN')) === 'DECOMMISSIONED') return;
  }
  const probe = async (signal: AbortSignal): Promise<true | undefined> =>
    (await modeOf(node, signal)) === 'DECOMMISSIONED' ? true : undefined;
  metOrThrow(await waitUntil(probe, { clock, pollMs: POLL_MS, withinMs: Infinity, ...bounds }), what, bounds.signal);
}

async function modeOf({ control }: MemberNode, signal: AbortSignal | undefined): Promise<string> {
  return (await control.status({ signal })).operationMode;
}

function otherNodes({ name }: MemberNode, nodes: readonly MemberNode[]): readonly MemberNode[] {
  return nodes.filter((node) => node.name !== name);
}

/**
 * Checks that a ring still has a node, so that another can take its place.
 *
 * @param nodes all nodes of the ring; the others are asked
 * @throws OpsError `INVALID_ARGUMENT` for a node that has left
 */
export async function assertStillMember(node: MemberNode, nodes: readonly MemberNode[]): Promise<void> {
  if (!(await hasLeft(node, otherNodes(node, nodes)))) return;
  throw errors.INVALID_ARGUMENT({
    message: `${node.name} has left the ring, so there is nothing to replace`,
    remedy: `Remove what is left of it with ringside cluster decommission ${node.name}.`,
  });
}

function refused({ name }: LocalNode, text: string): OpsError {
  const reason = /^(?:nodetool|error): (.+)$/m.exec(text)?.[1] ?? text.trim().split('\n')[0] ?? '';
  return nodeControlErrors.NODE_REFUSED({
    message: `${name} refused to leave: ${reason}`,
    ...(reason.includes('forceful') && {
      remedy: 'Add a node first, or lower the replication factor, or force the node to leave.',
      details: { canBeForced: true },
    }),
  });
}

/**
 * True when another node has it in the ring for good: a node joins just before it opens CQL, so it may have, and yet failed.
 *
 * @param others nodes to ask; one that doesn't answer counts as not knowing it
 */
export async function isMember(node: MemberNode, others: readonly MemberNode[]): Promise<boolean> {
  const views = await Promise.all(others.map((other) => other.control.ring().catch(() => [])));
  return views.flat().some(({ address, state }) => address === node.address && state === 'Normal');
}
