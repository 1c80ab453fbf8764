import type { NodeControl } from '@ringside/node-control';
import type { CqlReader } from './cql.ts';
import { methodsOver, virtualTablesMethods } from './methods.ts';

/** What {@link createVirtualTablesControl} puts together. */
export interface VirtualTablesOptions {
  /** Asks the node by CQL, and no other one. */
  readonly reader: CqlReader;
  /** The Cassandra that the node runs, as `status()` tells it. */
  readonly releaseVersion: string;
  /** Answers what the tables cannot, and does what has to be done. */
  readonly rest: NodeControl;
}

/**
 * A node whose tables are asked for what they tell in full on its version, and another transport for everything else. Nothing is asked twice: which
 * of the two a method goes to depends on the version alone. Through CQL a node answers only while its native transport runs, so not while
 * it starts or once it is drained; {@link createDualControl} is for those who ask then too.
 *
 * @example
 * ```ts
 * const tables = createVirtualTablesControl({ reader: session, releaseVersion: '6.0-alpha2', rest: jolokia });
 * const node = composeNode({ ...everyRole(jolokia), compaction: tables });
 * ```
 */
export function createVirtualTablesControl({ reader, releaseVersion, rest }: VirtualTablesOptions): NodeControl {
  const methods = methodsOver(reader);
  const own = virtualTablesMethods(releaseVersion).map((method) => [method, methods[method]] as const);
  return { ...rest, ...Object.fromEntries(own) };
}
