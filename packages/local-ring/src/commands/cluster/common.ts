import { type CommandContext, findHome, hasRing, operandList, ringDirectory, text } from '@ringside/cli-kit';
import type { ClusterNode } from '@ringside/cassandra-node';
import { type Cluster, openCluster } from '@ringside/cluster';
import { errors, nearest, throwIfAborted } from '@ringside/core';
import { modelErrors } from '@ringside/model';
import { assertNothingForeign } from '../../up/foreign-files.ts';

/** The operand that names the nodes to act on. */
export const NODES_OPERAND = operandList(text, 'Names (node2) or addresses (127.0.0.2)');

/**
 * Opens the ring of the state folder, running or not.
 *
 * @throws OpsError `RING_NOT_RUNNING` when there is none, `STATE_CORRUPT`
 */
export async function openRing(context: CommandContext): Promise<Cluster> {
  const home = findHome(context);
  assertNothingForeign(home);
  if (!hasRing(home)) throw modelErrors.RING_NOT_RUNNING({ message: `There is no ring in ${home}` });
  return await openCluster(ringDirectory(home), { signal: context.signal, logger: context.logger });
}

/**
 * The nodes of a ring by name, number or address.
 *
 * @throws OpsError `NOT_FOUND` naming the nearest one
 */
export function findNodes(cluster: Cluster, words: readonly string[]): readonly ClusterNode[] {
  return words.map((word) => {
    const node = cluster.nodes.find(({ name, address }) => name === word || address === word || name === `node${word}`);
    if (node !== undefined) return node;
    const names = cluster.nodes.map(({ name }) => name);
    const guess = nearest(word, names);
    throw errors.NOT_FOUND({
      message: `The ring has no node "${word}"`,
      remedy: guess === undefined ? `It has ${names.join(', ')}.` : `Did you mean ${guess}?`,
    });
  });
}

/** One node of a ring by name, number or address; the first one by default. @throws OpsError `NOT_FOUND` naming the nearest one */
export function findNode(cluster: Cluster, word: string | undefined): ClusterNode {
  return word === undefined ? cluster.node(0) : (findNodes(cluster, [word])[0] as ClusterNode);
}

/** What was done to one node. */
export interface NodeChange {
  readonly node: string;
  readonly address: string;
  readonly pid: number | null;
}

/** How to act on nodes, in words and in deed. */
export interface NodeAction {
  /** `stop`, for `--dry-run`: "Would stop node2". */
  readonly verb: string;
  /** `stopped`. */
  readonly done: string;
  act(node: ClusterNode, cluster: Cluster): Promise<unknown>;
  /** What the reader should know once it is done; left out with `--json`. */
  readonly afterwards?: string;
}

/** The sidecar beside the node sees at once that it does not answer; the failure detector of each peer must miss heartbeats first: φ > 8 takes 10 to 20 s. */
export const SIDECARS_WILL_SAY = 'Every sidecar says so within about 2 s; gossip takes about 20 s. Watch: npx ringside status';

/** What no sidecar sees for itself: its own node answers, and so do those of others. */
export const GOSSIP_WILL_NOTICE = 'Gossip notices within about 20 s. Watch: npx ringside status';

/** Does the same to each named node, one after the other, and prints what was done; with `--dry-run` what would be. */
export async function actOnNodes(context: CommandContext, words: readonly string[], dryRun: boolean, action: NodeAction): Promise<void> {
  const cluster = await openRing(context);
  const nodes = findNodes(cluster, words);
  if (dryRun) {
    const planned = await Promise.all(nodes.map(describeNode));
    context.print({ dryRun: true, action: action.verb, nodes: planned }, () =>
      planned.map((one) => `Would ${action.verb} ${one.node} (${one.address})\n`).join(''),
    );
    return;
  }
  const changes: NodeChange[] = [];
  for (const node of nodes) {
    throwIfAborted(context.signal, `What was asked of ${node.name}`);
    await action.act(node, cluster);
    changes.push(await describeNode(node));
  }
  context.print({ action: action.done, nodes: changes }, () =>
    changes.map((one) => `${one.node} (${one.address}) ${action.done}\n`).join(''),
  );
  if (action.afterwards !== undefined) context.note(action.afterwards);
}

async function describeNode(node: ClusterNode): Promise<NodeChange> {
  return { node: node.name, address: node.address, pid: (await node.pid()) ?? null };
}
