import { type Clock, type Logger, silentLogger, systemClock, throwIfAborted } from '@ringside/core';
import { type Ability, type CallOptions, can, type NodeControl, nodeControlErrors } from '@ringside/node-control';
import type { CqlReader } from './cql.ts';
import { ALL_METHODS, methodsOver, type VirtualTablesMethod, virtualTablesMethods } from './methods.ts';
import { metricsOver } from './metrics.ts';
import { noManagement, notYetInTables } from './no-management.ts';

/** What {@link createDualControl} puts together. */
export interface DualControlOptions {
  /** Asks the node by CQL, and no other one. */
  readonly reader: CqlReader;
  /** The management interface; undefined for a node that has none, whose tables are then all that is asked. */
  readonly management: NodeControl | undefined;
  /** What to do about an answer that only a management interface could give. Default: that of `NODE_CONTROL_ABSENT`. */
  readonly absentRemedy?: string | undefined;
  /** What the node is called in warnings, such as its address and port. Default: "a node". */
  readonly node?: string | undefined;
  /** Warned once when one transport begins to stand in for the other, and once when that one answers again. Default: says nothing. */
  readonly logger?: Logger | undefined;
  /** Default: the machine's. */
  readonly clock?: Clock | undefined;
}

/**
 * Of a version with this ability the tables are the better source of a method: every metric is a row there. Never of keyspaces: the schema of 6.0
 * lacks `system_accord`. Never of snapshots: `SnapshotsTable` keeps one row for a tag, keyspace and table name, so of a table that was dropped and
 * made again it shows one snapshot of two; and it measures every snapshot anew for each page. Never of clients: before 5.0 the table lacks
 * columns.
 */
const PREFERRED_WITH: Readonly<Record<VirtualTablesMethod, Ability | null>> = {
  identity: 'metricsTables',
  keyspaces: null,
  connectedClients: null,
  gossip: 'metricsTables',
  listSnapshots: null,
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
 * `abilities`), else from the management interface; each stands in when the other does not answer. Metrics come from the tables only where there is no management
 * interface: no table has the buckets of a histogram. Everything else goes to the management interface, or fails with `NODE_CONTROL_ABSENT` where there is none.
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
  const metrics = metricsOver(reader, async (bounds) => (await tables.identity(bounds)).releaseVersion);
  return { ...(management ?? { ...noManagement(absentRemedy), ...metrics }), ...methods };
}

type Tables = Pick<NodeControl, VirtualTablesMethod>;

type Transport = 'tables' | 'management';

/** Calls a method on whichever transport answers it. */
type AskMethod = (method: VirtualTablesMethod, bounds: CallOptions | undefined) => Promise<unknown>;

function tablesOnly(tables: Tables, remedy: string | undefined): AskMethod {
  return async (method, bounds) => {
    const { releaseVersion } = await tables.identity(bounds);
    if (!virtualTablesMethods(releaseVersion).includes(method)) throw notYetInTables(method, releaseVersion, remedy);
    return tables[method](bounds);
  };
}

function eitherOf(tables: Tables, management: NodeControl, options: DualControlOptions): AskMethod {
  const { logger = silentLogger, clock = systemClock, node = 'A node' } = options;
  /** A node gets another version only by a restart, around which nobody listens; it decides the order and nothing else. */
  let version: string | undefined;
  let tablesRestUntilMs = -Infinity;
  const outages = tellOutages(logger, node);

  async function prefersTables(method: VirtualTablesMethod, bounds: CallOptions | undefined): Promise<boolean> {
    const ability = PREFERRED_WITH[method];
    if (ability === null || clock.monotonicMs() < tablesRestUntilMs) return false;
    version ??= await learnVersion(tables, management, clock, bounds);
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
    } catch (error) {
      throwIfAborted(bounds?.signal, ASKING);
      if (error !== reason) logger.debug('the tables do not answer either', { method, error });
      throw reason;
    }
  }

  return async (method, bounds) => {
    const startedMs = clock.monotonicMs();
    let first: Transport = 'management';
    try {
      if (await prefersTables(method, bounds)) first = 'tables';
      const answer = await (first === 'tables' ? tables : management)[method](bounds);
      outages.ended(first);
      return answer;
    } catch (error) {
      throwIfAborted(bounds?.signal, ASKING);
      const nowMs = clock.monotonicMs();
      if (first === 'tables') tablesRestUntilMs = nowMs + TABLES_REST_MS;
      if (nowMs - startedMs > STANDS_IN_WITHIN_MS) throw error;
      version = undefined;
      const answer = await (first === 'tables' ? management[method](bounds) : fromTables(method, bounds, error));
      outages.ended(OTHER[first]);
      outages.began(first, method, error);
      return answer;
    }
  };
}

const ASKING = 'Asking the node';

/** What the management interface says, or the tables once it is late: one that hangs does not keep the tables from being asked. */
async function learnVersion(tables: Tables, management: NodeControl, clock: Clock, bounds: CallOptions | undefined): Promise<string> {
  const told = management.identity(bounds);
  const inTime = new AbortController();
  const late = clock.sleep(STANDS_IN_WITHIN_MS, inTime.signal).then(async () => tables.identity(bounds));
  try {
    return (await Promise.race([told, late.catch(async () => told)])).releaseVersion;
  } finally {
    inTime.abort();
  }
}

/** Warns once for each time that a transport is stood in for; what fails meanwhile is told at debug. */
function tellOutages(
  logger: Logger,
  node: string,
): {
  began(failed: Transport, method: VirtualTablesMethod, error: unknown): void;
  ended(answers: Transport): void;
} {
  const failing = new Set<Transport>();
  return {
    began(failed, method, error) {
      logger.debug('the other transport stands in', { method, failed, error });
      if (failing.has(failed)) return;
      failing.add(failed);
      logger.warn(`${node} is asked over ${NAMES[OTHER[failed]]}, since ${NAMES[failed]} fails`, { reason: String(error) });
    },
    ended(answers) {
      if (failing.delete(answers)) logger.warn(`${node} answers over ${NAMES[answers]} again`);
    },
  };
}

const NAMES: Readonly<Record<Transport, string>> = { tables: 'CQL', management: 'its management interface' };
const OTHER: Readonly<Record<Transport, Transport>> = { tables: 'management', management: 'tables' };
