import type { NodeSampling, Sample, SampleRequest } from '@ringside/node-control';
import { requireTable } from '../world/data.ts';
import type { NodeState } from '../world/node-state.ts';
import type { World } from '../world/world.ts';
import { answerOf } from './call.ts';

/** Rows of a simulated node have no keys that anybody remembers: those of a table count as one partition. */
const KEY = '0';

/** Hot partitions of a simulated node: what was written to each table since it started, told at once. Nothing is told of reads. */
export function samplingRole(world: World, node: NodeState): NodeSampling {
  const answer = answerOf(world, node);
  return {
    hotPartitions: answer('hotPartitions', (request: SampleRequest) => {
      if (request.table !== undefined) requireTable(node, request.table.keyspace, request.table.table);
      return { reads: [], writes: writesOf(node, request), casContentions: [], writeBytes: [], localReadMicros: [] };
    }),
  };
}

function writesOf({ writes }: NodeState, { table, top }: SampleRequest): readonly Sample[] {
  const wanted = table === undefined ? undefined : `${table.keyspace}.${table.table}`;
  return [...writes]
    .filter(([name, count]) => count > 0 && (wanted === undefined || name === wanted))
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, top)
    .map(([name, count]) => {
      const [keyspace = '', ...rest] = name.split('.');
      return { keyspace, table: rest.join('.'), key: KEY, count, error: 0 };
    });
}
