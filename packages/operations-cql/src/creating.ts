import { randomUUID } from 'node:crypto';
import { begun, type Created, type NewOperation } from '@ringside/operations';
import type { CqlRow, CqlStatement, OperationsCql } from './cql.ts';
import { unavailable } from './failures.ts';
import { addToList } from './listing.ts';
import { first, idOf, readActive, readSummary, SELECT_ACTIVE, selectSummary, updateActive } from './reading.ts';
import { KEYSPACE, REPAIR_COLUMN } from './schema.ts';
import { ATTEMPTS } from './writing.ts';

const insert = (more: string): string =>
  `UPDATE ${KEYSPACE}.operations SET kind = ?, batches = ?, levels = ?, requested_by = ?, reason = ?, requested_at = ?, intent = ?, state = ?, write_id = ?${more} WHERE id = ? IF kind = null`;
const INSERT_STEP = `INSERT INTO ${KEYSPACE}.operations (id, node, phase, epoch, changed_at) VALUES (?, ?, ?, ?, ?)`;
const CLAIM = `UPDATE ${KEYSPACE}.operations SET write_id = ? WHERE id = ? IF state = 'running'`;
const CONFIRM = `UPDATE ${KEYSPACE}.operations SET write_id = ? WHERE id = ? IF kind != null`;
const REMOVE = `BEGIN BATCH DELETE write_id FROM ${KEYSPACE}.operations WHERE id = ? IF write_id = ? AND state = 'running'; DELETE FROM ${KEYSPACE}.operations WHERE id = ?; APPLY BATCH`;

/**
 * Creates an operation: its partition first, then the row that says which one is active. Whoever reads that row finds the operation it names.
 *
 * Several may create the same id at once, as when somebody asks two sidecars for it. So each first writes an id of its own into the partition, and who cannot
 * make the operation the active one removes the partition only while that id stands there. Who could writes another id over it: where the partition is
 * gone by then, it begins again.
 *
 * @throws OpsError OPERATIONS_UNAVAILABLE
 */
export async function createOperation(cql: OperationsCql, operation: NewOperation): Promise<Created> {
  const { id } = operation;
  const blocking = await readBlocking(cql, id);
  if (blocking !== undefined) return { created: false, active: blocking };
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const claimed = await claim(cql, operation);
    if (claimed === 'ended') return { created: true };
    if (claimed === undefined) continue;
    await addToList(cql, id);
    const active = await activate(cql, id);
    if (active === id && (await confirm(cql, id))) return { created: true };
    if (active !== id && active !== undefined && (await remove(cql, id, claimed))) return { created: false, active };
  }
  throw unavailable('others create the same operation at the same time');
}

/**
 * Which operation stands in the way before anything was written of this one. One that is active and of which nothing is left any more, because it was so for
 * longer than operations are kept, is released.
 */
async function readBlocking(cql: OperationsCql, id: string): Promise<string | undefined> {
  const active = await readActive(cql, 'SERIAL');
  if (active === undefined || active === id) return undefined;
  if ((await readSummary(cql, id, 'SERIAL')) !== undefined) return undefined;
  if ((await readSummary(cql, active, 'SERIAL')) !== undefined) return active;
  await releaseOperation(cql, active);
  return undefined;
}

/** Writes the partition, or takes over what another attempt wrote. @returns the id of this write; undefined where another came in between */
async function claim(cql: OperationsCql, operation: NewOperation): Promise<string | undefined> {
  const tag = randomUUID();
  const { id } = operation;
  if (await change(cql, id, tag, insertOf(operation, tag))) return tag;
  const row = await first(cql, selectSummary(id), 'SERIAL');
  if (row === undefined) return undefined;
  if (row['state'] !== 'running') return 'ended';
  return (await change(cql, id, tag, { statement: CLAIM, values: [tag, id] })) ? tag : undefined;
}

/** The whole partition in one conditional batch, which is one decision. */
function insertOf(operation: NewOperation, tag: string): CqlStatement {
  const { id, kind, batches, levels, repair, requestedBy, reason, requestedAtMs, intent, state, steps } = begun(operation);
  const [more, added] = repair === undefined ? ['', []] : [`, ${REPAIR_COLUMN} = ?`, [JSON.stringify(repair)]];
  const values = [kind, batches, levels, requestedBy, reason, new Date(requestedAtMs), intent, state, tag, ...added, id];
  const rows = steps.map(({ node, phase, epoch, changedAtMs }) => [id, node, phase, epoch, new Date(changedAtMs)]);
  return {
    statement: ['BEGIN BATCH', `${insert(more)};`, ...rows.map(() => `${INSERT_STEP};`), 'APPLY BATCH'].join(' '),
    values: [...values, ...rows.flat()],
  };
}

/** @returns which operation is active now; undefined where that is none, because another one ended in between */
async function activate(cql: OperationsCql, id: string): Promise<string | undefined> {
  const isOurs = (row: CqlRow | undefined): boolean => idOf(row) === id;
  const { applied, row } = await cql.conditional({ write: updateActive(id, null), read: SELECT_ACTIVE, isOurs });
  return applied ? id : idOf(row);
}

/** From here on no other attempt removes the partition. @returns false where one may have */
async function confirm(cql: OperationsCql, id: string): Promise<boolean> {
  const tag = randomUUID();
  return change(cql, id, tag, { statement: CONFIRM, values: [tag, id] });
}

/**
 * Removes what was written of an operation that could not be made the active one.
 *
 * @returns false where it has ended meanwhile, so that it was created indeed. True also where another attempt to create it has taken it over, which removes it
 *   or not, and where the replicas could not decide: it is certain that it is not active, and what is left of it nobody lists.
 */
async function remove(cql: OperationsCql, id: string, tag: string): Promise<boolean> {
  try {
    const isOurs = (row: CqlRow | undefined): boolean => row === undefined;
    const { applied, row } = await cql.conditional({
      write: { statement: REMOVE, values: [id, tag, id] },
      read: selectSummary(id),
      isOurs,
    });
    return applied || (row?.['state'] ?? 'running') === 'running';
  } catch {
    return true;
  }
}

async function change(cql: OperationsCql, id: string, tag: string, write: CqlStatement): Promise<boolean> {
  const isOurs = (row: CqlRow | undefined): boolean => String(row?.['write_id']) === tag;
  const { applied } = await cql.conditional({ write, read: selectSummary(id), isOurs });
  return applied;
}

/** Makes an operation the active one no more. */
export async function releaseOperation(cql: OperationsCql, id: string): Promise<void> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const isOurs = (row: CqlRow | undefined): boolean => idOf(row) !== id;
    const { applied, wasUnknown } = await cql.conditional({ write: updateActive(null, id), read: SELECT_ACTIVE, isOurs });
    if (applied || !wasUnknown) return;
  }
  throw unavailable(`no answer came to any of ${ATTEMPTS} attempts to write`);
}
