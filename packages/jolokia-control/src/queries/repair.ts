import { errors } from '@ringside/core';
import { assertRepairRequest, type RepairOutcome, type StartRepairRequest } from '@ringside/node-control';
import type { Answers } from '../answers.ts';
import { ShapeError } from '../parse/shape-error.ts';
import { exec, readTableMetric } from '../protocol.ts';
import type { Query } from '../query.ts';
import { count, texts } from '../values.ts';
import { keyspaceRequest, requireKeyspace } from './keyspaces.ts';

/**
 * Whether there is what a request names. Cassandra has no error of its own for an unknown keyspace (`Keyspace.open` asserts), and finds out about an unknown
 * table only once the repair runs (`RepairCoordinator.getColumnFamilies`).
 *
 * @returns a query that throws `NOT_FOUND`
 */
export function repairTargetQuery({ keyspace, tables = [] }: StartRepairRequest): Query<void> {
  return {
    doing: `look for keyspace ${keyspace}`,
    requests: [
      keyspaceRequest(keyspace),
      ...tables.map((table) => readTableMetric({ keyspace, scope: table, name: 'LiveSSTableCount' }, 'Value')),
    ],
    decode: (answers) => {
      requireKeyspace(answers, keyspace);
      tables.forEach((table, index) => requireTable(answers, index + 1, `${keyspace}.${table}`));
    },
  };
}

function requireTable(answers: Answers, index: number, name: string): void {
  if (answers.isAbsent(index)) throw errors.NOT_FOUND({ message: `Table ${name} does not exist`, remedy: 'Check the name of the table.' });
  answers.value(index);
}

/** See `NodeRepair.startRepair`. Source: `StorageService.repairAsync(keyspace, options)`. */
export function startRepairQuery(request: StartRepairRequest): Query<number> {
  assertRepairRequest(request);
  const { keyspace } = request;
  return {
    doing: `start a repair of keyspace ${keyspace}`,
    requests: [exec('storageService', 'repairAsync(java.lang.String,java.util.Map)', keyspace, optionsOf(request))],
    decode: (answers) => count(answers.value(0), 'the number of the repair'),
  };
}

/**
 * Keys of the class `RepairOption`, of which every version has these. A full repair has one replica of each datacenter build its Merkle tree at a time: the others go on
 * serving reads as fast as before. An incremental one stays parallel; Reaper takes no other (`RepairScheduleResource`).
 */
function optionsOf({ tables, ranges, type }: StartRepairRequest): Readonly<Record<string, string>> {
  return {
    parallelism: type === 'incremental' ? 'parallel' : 'dc_parallel',
    incremental: String(type === 'incremental'),
    primaryRange: String(ranges === undefined),
    ...(ranges !== undefined && { ranges: ranges.map(({ start, end }) => `${start}:${end}`).join(',') }),
    ...(tables !== undefined && { columnFamilies: tables.join(',') }),
  };
}

/** Names of the enumeration `ActiveRepairService.ParentRepairStatus`. */
const STATES: ReadonlyMap<string, RepairOutcome['state']> = new Map([
  ['IN_PROGRESS', 'running'],
  ['COMPLETED', 'succeeded'],
  ['FAILED', 'failed'],
]);

/** See `NodeRepair.repairOutcome`. Source: `StorageService.getParentRepairStatus`: a status and what was said then, or null. */
export function repairOutcomeQuery(command: number): Query<RepairOutcome> {
  return {
    doing: `tell how repair ${command} is going`,
    requests: [exec('storageService', 'getParentRepairStatus(int)', command)],
    decode: (answers) => outcomeOf(answers.value(0)),
  };
}

function outcomeOf(value: unknown): RepairOutcome {
  if (value === null) return { state: 'unknown', sentences: [] };
  const [status = '', ...sentences] = texts(value, 'the status of a repair');
  const state = STATES.get(status);
  if (state === undefined) throw new ShapeError(`${JSON.stringify(status)} is not the status of a repair`);
  return { state, sentences };
}
