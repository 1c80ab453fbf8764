import { type Bounds, boundsWithin, type Clock, errors, formatDuration, leftMs, systemClock, withDeadline } from '@ringside/core';
import { isTimeUuid, type OperationStore } from '@ringside/operations';
import type { OperationsCql } from './cql.ts';
import { createOperation, releaseOperation } from './creating.ts';
import { explained, unavailable } from './failures.ts';
import { addRepairColumn, createKeyspace, hasTables, raiseReplication } from './keyspace.ts';
import { listNewest } from './listing.ts';
import { persistentPort } from './persistent-port.ts';
import { readActive, readOperation } from './reading.ts';
import { writeWhere } from './writing.ts';

/** What a store is made with. */
export interface CqlStoreOptions {
  /** Tells the time, for bounds and for which months are listed. Default: the system's. */
  readonly clock?: Clock | undefined;
}

/** What Cassandra's own limits and one repetition take, where nothing is decided. */
const CALL_MS = 15_000;
/** Four changes of the schema, each of which waits in vain for agreement where a node is down. */
const CREATE_MS = 60_000;

type Work<Value> = (cql: OperationsCql) => Promise<Value>;

/**
 * Keeps operations in Cassandra, in the keyspace `ringside`. The first `create()` makes it; until then nothing is kept, which each node tells of itself. Each
 * call ends after 15 s, `create()` after 60 s, or when its bounds end it. Rejects with `OPERATIONS_UNAVAILABLE` where the replicas cannot decide, with
 * `PERMISSION_DENIED` where the role may not; all else that Cassandra refuses rejects with the driver's error.
 *
 * @example
 * ```ts
 * const store = createCqlStore(operationsCqlOf(client));
 * const id = await store.active();
 * ```
 */
export function createCqlStore(port: OperationsCql, { clock = systemClock }: CqlStoreOptions = {}): OperationStore {
  /** Only that they are there is remembered, and after a failure not even that: somebody may have dropped them. */
  let isThere = false;

  const run = async <Value>(work: Work<Value>, bounds: Bounds, withinMs = CALL_MS): Promise<Value> => {
    const givenMs = Math.min(withinMs, leftMs(bounds.deadline));
    const late = (): Error => unavailable(`it did not answer within ${formatDuration(givenMs)}`);
    try {
      const about = { what: 'Asking the keyspace of operations', late };
      return await withDeadline(boundsWithin(clock, withinMs, bounds), about, (signal) => work(persistentPort(port, clock, signal)));
    } catch (error) {
      isThere = false;
      throw explained(error);
    }
  };
  const lookForTables = async (cql: OperationsCql): Promise<boolean> => (isThere ||= await hasTables(cql));
  /** Does a work where there is a keyspace, and gives what is so without one. */
  const within = <Value>(nothing: Value, bounds: Bounds, work: Work<Value>): Promise<Value> =>
    run(async (cql) => ((await lookForTables(cql)) ? work(cql) : nothing), bounds);

  return {
    create: async (operation, bounds = {}) => {
      if (!isTimeUuid(operation.id)) {
        throw errors.INVALID_ARGUMENT({ message: `${operation.id} is not a time-based UUID in lower case` });
      }
      const work: Work<Awaited<ReturnType<OperationStore['create']>>> = async (cql) => {
        if (await lookForTables(cql)) await raiseReplication(cql, async () => (await readActive(cql, 'SERIAL')) === undefined);
        else await createKeyspace(cql);
        if (operation.repair !== undefined) await addRepairColumn(cql);
        return createOperation(cql, operation);
      };
      return run(work, bounds, CREATE_MS);
    },
    active: ({ serial, ...bounds } = {}) => within(undefined, bounds, (cql) => readActive(cql, levelOf(serial))),
    read: async (id, { serial, ...bounds } = {}) =>
      isTimeUuid(id) ? within(undefined, bounds, (cql) => readOperation(cql, id, levelOf(serial))) : undefined,
    list: (limit, bounds = {}) => within([], bounds, (cql) => listNewest(cql, limit, clock.nowMs())),
    write: async (id, write, bounds = {}) => isTimeUuid(id) && within(false, bounds, (cql) => writeWhere(cql, id, write)),
    release: async (id, bounds = {}) => {
      if (isTimeUuid(id)) await within(undefined, bounds, (cql) => releaseOperation(cql, id));
    },
  };
}

function levelOf(serial: boolean | undefined): 'SERIAL' | 'QUORUM' {
  return serial === true ? 'SERIAL' : 'QUORUM';
}
