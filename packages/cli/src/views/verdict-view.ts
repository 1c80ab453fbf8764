import type { AvailabilityAnswer, NodeEntry } from '@ringside/api';
import { printable, type Style } from '@ringside/cli-kit';
import { hasTooFewNodes } from '@ringside/ring';

type Judged = Pick<NodeEntry, 'address' | 'status' | 'verdict'>;

/** What is wrong with nodes, and what is remarkable of those that are up, a sentence each with who says so; empty where there is nothing to say. */
export function verdictsText(nodes: readonly Judged[], style: Style): string {
  const told = nodes.filter(({ status, verdict }) => status !== 'Up' || verdict.sentence !== 'up');
  return told
    .map((node) => `${(node.status === 'Up' ? style.yellow : style.red)(node.address)} is ${printable(node.verdict.sentence)}\n`)
    .join('');
}

/** How a cluster is, for scripts. */
export interface Health {
  /** 0 where nothing is wrong, 1 where something needs a look, 2 where requests fail: as monitoring plug-ins have it. */
  readonly exitCode: 0 | 1 | 2;
  /** In one sentence. */
  readonly sentence: string;
}

/** Judges nodes and keyspaces together. One that asks for more replicas than there are nodes is not wrong by that. */
export function healthOf(nodes: readonly Judged[], { consistency, keyspaces }: AvailabilityAnswer): Health {
  const down = nodes.filter(({ status }) => status !== 'Up').map(({ address }) => address);
  const judged = keyspaces.filter(({ ranges }) => !hasTooFewNodes(ranges));
  const broken = judged.filter(({ summary }) => summary.unavailable > 0).map(({ keyspace }) => keyspace);
  const weak = judged.filter(({ summary }) => summary.unavailable === 0 && summary.underReplicated > 0).map(({ keyspace }) => keyspace);
  const parts = [
    ...(broken.length > 0 ? [`ranges of ${broken.join(', ')} are unavailable at ${consistency}`] : []),
    ...(weak.length > 0 ? [`ranges of ${weak.join(', ')} are under-replicated`] : []),
    down.length === 0 ? `${nodes.length} of ${nodes.length} nodes are up` : `not up: ${down.join(', ')}`,
  ];
  const exitCode = broken.length > 0 ? 2 : weak.length > 0 || down.length > 0 ? 1 : 0;
  return { exitCode, sentence: `${['ok', 'degraded', 'unavailable'][exitCode]}: ${parts.join('; ')}` };
}
