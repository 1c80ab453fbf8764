import type { CqlOptions, OperationsCql } from '@ringside/operations-cql';
import { compareAndSet, type ResilientClient } from '@ringside/resilient-client';

/** Consistency levels by their numbers in the native protocol (native_protocol_v5.spec, section 3). */
const LEVELS: Readonly<Record<CqlOptions['consistency'], number>> = { ONE: 1, QUORUM: 4, SERIAL: 8 };

/**
 * What a store of operations needs, of a client. Its connections, limits and role are the client's; whoever opened it closes it.
 *
 * @example
 * ```ts
 * const client = await openClient({ contactPoints: ['10.0.0.1'] });
 * const store = createCqlStore(operationsCqlOf(client));
 * ```
 */
export function operationsCqlOf(client: ResilientClient): OperationsCql {
  return {
    execute: async (statement, values, { consistency, isIdempotent }) => {
      // Without values it is a change of the schema, which need not be prepared.
      const options = { consistency: LEVELS[consistency], isIdempotent, prepare: values.length > 0 };
      return (await client.execute(statement, [...values], options)).rows;
    },
    conditional: ({ write, read, isOurs }) => compareAndSet(client, { write, read, isOurs, serialConsistency: 'SERIAL' }),
    nodesByDatacenter: () => {
      const counts: Record<string, number> = {};
      for (const { datacenter } of client.hosts.values()) counts[datacenter] = (counts[datacenter] ?? 0) + 1;
      return counts;
    },
  };
}
