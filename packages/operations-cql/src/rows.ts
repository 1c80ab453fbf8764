import type { Operation, OperationFacts, OperationStep, OperationSummary, RepairWork, StepFacts } from '@ringside/operations';
import type { CqlRow } from './cql.ts';
import { REPAIR_COLUMN } from './schema.ts';

/** The static columns of the facts that conditional writes compare and set. */
export const OPERATION_COLUMNS: Readonly<Record<keyof OperationFacts, string>> = {
  intent: 'intent',
  state: 'state',
  problem: 'problem',
  endedAtMs: 'ended_at',
};

/** The same for the columns of a node's row. */
export const STEP_COLUMNS: Readonly<Record<keyof StepFacts, string>> = {
  phase: 'phase',
  owner: 'owner',
  epoch: 'epoch',
  sentence: 'sentence',
  changedAtMs: 'changed_at',
};

/** A fact as it is bound. */
export function toCql(fact: string, value: unknown): unknown {
  return fact.endsWith('AtMs') && typeof value === 'number' ? new Date(value) : value;
}

/** A column as a fact. */
export function fromCql(value: unknown): unknown {
  return value instanceof Date ? value.getTime() : (value ?? null);
}

/** The operation of a row; undefined where its static columns have expired, or it was removed. */
export function toSummary(row: CqlRow | undefined): OperationSummary | undefined {
  if (row === undefined || fromCql(row['kind']) === null) return undefined;
  return {
    id: String(row['id']),
    kind: row['kind'] as OperationSummary['kind'],
    batches: (row['batches'] ?? []) as OperationSummary['batches'],
    levels: { ...(row['levels'] as OperationSummary['levels'] | null) },
    ...repairOf(row),
    requestedBy: String(row['requested_by']),
    reason: fromCql(row['reason']) as string | null,
    requestedAtMs: fromCql(row['requested_at']) as number,
    intent: row['intent'] as OperationSummary['intent'],
    state: row['state'] as OperationSummary['state'],
    problem: fromCql(row['problem']) as string | null,
    endedAtMs: fromCql(row['ended_at']) as number | null,
  };
}

/** Nothing of a table to which the column was not added yet. */
function repairOf(row: CqlRow): Pick<OperationSummary, 'repair'> {
  const text = row[REPAIR_COLUMN];
  return typeof text === 'string' ? { repair: JSON.parse(text) as RepairWork } : {};
}

/** The operation of all rows of its partition. */
export function toOperation(summary: OperationSummary, rows: readonly CqlRow[]): Operation {
  const byNode = new Map(rows.map((row) => [row['node'], row]));
  const steps = summary.batches.flat().flatMap((node) => toStep(byNode.get(node)) ?? []);
  return { ...summary, steps };
}

function toStep(row: CqlRow | undefined): OperationStep | undefined {
  if (row === undefined) return undefined;
  return {
    node: String(row['node']),
    phase: row['phase'] as OperationStep['phase'],
    owner: fromCql(row['owner']) as string | null,
    epoch: row['epoch'] as number,
    sentence: fromCql(row['sentence']) as string | null,
    changedAtMs: fromCql(row['changed_at']) as number,
  };
}
