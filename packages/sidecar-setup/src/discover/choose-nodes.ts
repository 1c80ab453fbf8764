import { errors, isOpsError, type OpsError } from '@ringside/core';
import { setupErrors } from '../errors.ts';
import { withSharers } from './options.ts';
import { type CassandraProcess, findCassandras } from './processes.ts';
import { readRunningNode } from './read-running-node.ts';
import type { RunningNode } from './running-node.ts';

/** Which of the nodes of this machine are meant. */
export interface NodeChoice {
  /** The process. */
  readonly pid?: number | undefined;
  /** The address that clients reach it at, with or without its port: `10.0.0.3` or `10.0.0.3:9042`. */
  readonly node?: string | undefined;
  /** Every node that this user may set up. */
  readonly all?: boolean | undefined;
}

/**
 * Finds the Cassandra nodes of this machine that are meant: the one that is named, or the only one there is.
 *
 * @param processes where to look
 * @throws OpsError `NODE_NOT_FOUND`, `NODE_AMBIGUOUS` naming all of them, and those of `readRunningNode()` for a node that is named
 */
export async function chooseNodes(
  choice: NodeChoice,
  processes: readonly CassandraProcess[] = findProcesses(),
): Promise<readonly RunningNode[]> {
  const named = choice.pid === undefined ? processes : processes.filter(({ identity }) => identity.pid === choice.pid);
  if (named.length === 0) throw noneFound(choice);
  const read: (RunningNode | OpsError)[] = [];
  // One after the other: each is read with the rights of its user, which are those of this whole process meanwhile.
  for (const each of named) read.push(await readRunningNode(each).catch((error: unknown) => asFault(error)));
  const nodes = withSharers(read.filter((each): each is RunningNode => !isOpsError(each)));
  const fault = read.find((each) => isOpsError(each));
  const meant = choice.node === undefined ? nodes : nodes.filter((node) => isCalled(node, choice.node ?? ''));
  if (meant.length === 0) throw fault ?? noneFound(choice, nodes);
  if (meant.length > 1 && choice.all !== true) throw ambiguous(meant);
  return meant.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function findProcesses(): readonly CassandraProcess[] {
  if (process.platform === 'linux') return findCassandras();
  throw errors.UNAVAILABLE({
    message: `ringside sidecar needs Linux; this is ${process.platform}`,
    remedy: 'Run it on the machine of the node.',
  });
}

function asFault(error: unknown): OpsError {
  if (isOpsError(error)) return error;
  throw error;
}

function isCalled({ name, address }: RunningNode, called: string): boolean {
  return called === name || called === address;
}

function noneFound({ pid, node }: NodeChoice, nodes: readonly RunningNode[] = []): OpsError {
  if (pid !== undefined) return setupErrors.NODE_NOT_FOUND({ message: `Process ${pid} is no running Cassandra` });
  if (node === undefined) return setupErrors.NODE_NOT_FOUND({ message: 'No running Cassandra was found on this machine' });
  const remedy = nodes.length === 0 ? undefined : `Use one of ${nodes.map(({ name }) => name).join(', ')}.`;
  return setupErrors.NODE_NOT_FOUND({ message: `No Cassandra on this machine answers clients at ${node}`, ...(remedy && { remedy }) });
}

function ambiguous(nodes: readonly RunningNode[]): OpsError {
  const list = nodes.map(({ name, identity }) => `${name} (process ${identity.pid})`).join(', ');
  const remedy = `Name one: ringside sidecar init --node ${nodes[0]?.name ?? ''}; or take all of them with --all.`;
  return setupErrors.NODE_AMBIGUOUS({ message: `${nodes.length} Cassandra nodes run on this machine: ${list}`, remedy });
}
