import { type Clock, type Logger, silentLogger, systemClock } from '@ringside/core';
import { type Ability, type CallOptions, can, type NodeControl, nodeControlErrors } from '@ringside/node-control';
import type { CqlReader } from './cql.ts';
import { ALL_METHODS, methodsOver, type VirtualTablesMethod, virtualTablesMethods } from './methods.ts';
import { noManagement, notYetInTables } from './no-management.ts';

/** What {@link createDualControl} puts together. */
export interface DualControlOptions {
  /** Asks the node by CQL, and no other one. */
  readonly reader: CqlReader;
  /** The management interface; undefined for a node that has none, whose tables are then all that is asked. */
  readonly management: NodeControl | undefined;
  /** What to do about an answer that only a management interface could give. Default: that of `NODE_CONTROL_ABSENT`. */
  readonly absentRemedy?: string | undefined;
  /** Told when one transport stands in for the other. Default: says nothing. */
  readonly logger?: Logger | undefined;
  /** Default: the machine's. */
  readonly clock?: Clock | undefined;
}

/**
 * Of a version with this ability the tables are the better source of a method: sizes are exact there, and every metric is a row. Never of keyspaces:
 * the schema of 6.0 lacks `system_accord`.
 */
const PREFERRED_WITH: Readonly<Record<VirtualTablesMethod, Ability | null>> = {
  identity: 'metricsTables',
  keyspaces: null,
  gossip: 'metricsTables',
  listSnapshots: 'metricsTables',
  compactionStats: 'metricsTables',
};

/**
 * A transport that fails within this time (nobody listens there, it denies access) is stood in for. One that hangs longer is not: both end in
 * the same process, which hangs then, and whoever asked has waited long enough.
 */
const STANDS_IN_WITHIN_MS = 1_000;

/** For how long the management interface is asked first after tables have failed: a role that is denied does not log in at every request. */
const TABLES_REST_MS = 30_000;

/**
 * A node that is asked over both of its transports. What its tables tell in full on its version is read from them where they are the better source (see
 * `abilities`), else from the management interface; each stands in when the other does not answer. Everything else goes to the management
 * interface, or fails with `NODE_CONTROL_ABSENT` where there is none.
 *
 * @example
 * ```ts
 * const node = createDualControl({ reader: session, management: jolokia });
 * ```
 */
export function createDualControl(options: DualControlOptions): NodeControl {
  const { reader, management, absentRemedy } = options;
  const tables = methodsOver(reader);
  const asks = management === undefined ? tablesOnly(tables, absentRemedy) : eitherOf(tables, management, options);
  const methods = Object.fromEntries(ALL_METHODS.map((method) => [method, (bounds?: CallOptions) => asks(method, bounds)]));
  return { ...(management ?? noManagement(absentRemedy)), ...methods };
}

type Tables = Pick<NodeControl, VirtualTablesMethod>;

/** Calls a method on whichever transport answers it. */
type AskMethod = (method: VirtualTablesMethod, bounds: CallOptions | undefined) => Promise<unknown>;

function tablesOnly(tables: Tables, remedy: string | undefined): AskMethod {
  return async (method, bounds) => {
    const { releaseVersion } = await tables.identity(bounds);
    if (!virtualTablesMethods(releaseVersion).includes(method)) throw notYetInTables(method, releaseVersion, remedy);
    return tables[method](bounds);
  };
}

function eitherOf(tables: Tables, management: NodeControl, { logger = silentLogger, clock = systemClock }: DualControlOptions): AskMethod {
  /** A node gets another version only by a restart, around which calls fail; it decides the order and nothing else. */
  let version: string | undefined;
  let tablesRestUntilMs = -Infinity;

  async function prefersTables(method: VirtualTablesMethod, bounds: CallOptions | undefined): Promise<boolean> {
    const ability = PREFERRED_WITH[method];
    if (ability === null || clock.monotonicMs() < tablesRestUntilMs) return false;
    version ??= (await management.identity(bounds)).releaseVersion;
    return can(version, ability);
  }

  /** Rejects with the reason why the management interface was asked in vain, unless the tables do answer. */
  async function fromTables(method: VirtualTablesMethod, bounds: CallOptions | undefined, reason: unknown): Promise<unknown> {
    if (!nodeControlErrors.NODE_CONTROL_UNAVAILABLE.is(reason) && !nodeControlErrors.NODE_CONTROL_DENIED.is(reason)) throw reason;
    try {
      const { releaseVersion } = await tables.identity(bounds);
      if (!virtualTablesMethods(releaseVersion).includes(method)) throw reason;
      version = releaseVersion;
      return await tables[method](bounds);
    } catch {
      throw reason;
    }
  }

  return async (method, bounds) => {
    const startedMs = clock.monotonicMs();
    let first: 'tables' | 'management' = 'management';
    try {
      if (await prefersTables(method, bounds)) first = 'tables';
      return await (first === 'tables' ? tables : management)[method](bounds);
    } catch (error) {
      const nowMs = clock.monotonicMs();
      version = undefined;
      if (first === 'tables') tablesRestUntilMs = nowMs + TABLES_REST_MS;
      if (bounds?.signal?.aborted === true || nowMs - startedMs > STANDS_IN_WITHIN_MS) throw error;
      logger.debug('the other transport stands in', { method, failed: first, error });
      return first === 'tables' ? management[method](bounds) : fromTables(method, bounds, error);
    }
  };
}
