import cassandra from 'cassandra-driver';
import { firstText, statementInfo } from '../plan/statement.ts';
import { redact } from './redact.ts';
import type { SpanAttributes } from './tracer.ts';

/** Longer text is cut: a batch can have thousands of statements. */
const MOST_TEXT = 4_096;

const LEVELS: ReadonlyMap<unknown, string> = new Map(
  Object.entries({
    all: 'all',
    any: 'any',
    eachQuorum: 'each_quorum',
    localOne: 'local_one',
    localQuorum: 'local_quorum',
    localSerial: 'local_serial',
    one: 'one',
    quorum: 'quorum',
    serial: 'serial',
    three: 'three',
    two: 'two',
  } satisfies Record<keyof typeof cassandra.types.consistencies, string>).map(([name, level]) => [
    cassandra.types.consistencies[name as keyof typeof cassandra.types.consistencies],
    level,
  ]),
);

/**
 * What is known when an operation begins, by the semantic conventions of OpenTelemetry for Cassandra (docs/database/cassandra.md there). Of statements only their
 * text is taken, without literals; values are never looked at.
 *
 * @param keyspace the one of names without one
 */
export function describeQuery(
  query: string | readonly (string | object)[],
  keyspace: string | undefined,
): { readonly name: string; readonly attributes: SpanAttributes } {
  const texts = Array.isArray(query) ? query.map((each) => firstText([each as object])) : [firstText([query])];
  const infos = texts.map((text) => statementInfo(text));
  const isBatch = texts.length > 1;
  const same = only(infos.map(({ operation }) => operation));
  const operation = isBatch ? `BATCH ${same ?? ''}`.trimEnd() : same;
  const table = only(infos.map((info) => info.table));
  const namespace = only(infos.map((info) => info.keyspace ?? keyspace));
  const text = [...new Set(texts.map((each) => redact(each)))].filter(Boolean).join('; ').slice(0, MOST_TEXT);
  const name = [operation, table ?? namespace].filter(Boolean).join(' ') || 'cassandra';
  return {
    name,
    attributes: {
      'db.system.name': 'cassandra',
      ...(namespace && { 'db.namespace': namespace }),
      ...(table && { 'db.collection.name': table }),
      ...(operation && { 'db.operation.name': operation }),
      ...(isBatch && { 'db.operation.batch.size': texts.length }),
      ...(text && { 'db.query.text': text }),
    },
  };
}

/** How a statement was sent. */
export function describeOptions(options: cassandra.ExecutionOptions): SpanAttributes {
  const level = LEVELS.get(options.getConsistency());
  return {
    ...(level !== undefined && { 'cassandra.consistency.level': level }),
    // The driver leaves it undefined where nobody says anything about it.
    'cassandra.query.idempotent': options.isIdempotent() || false,
  };
}

/** Where a host is. */
export function describeAddress(host: Pick<cassandra.Host, 'address'>): SpanAttributes {
  const at = host.address.lastIndexOf(':');
  return { 'server.address': host.address.slice(0, at), 'server.port': Number(host.address.slice(at + 1)) };
}

/** The node that coordinated an operation. */
export function describeCoordinator(host: cassandra.Host): SpanAttributes {
  return {
    ...describeAddress(host),
    'cassandra.coordinator.id': String(host.hostId),
    'cassandra.coordinator.dc': host.datacenter,
  };
}

/**
 * What an operation failed with: the code of the native protocol where a node said so, else a code of Node's or ours, else the name of the driver's error. Never its
 * message, which can quote a statement.
 */
export function describeFailure({ code, name }: { readonly code?: unknown; readonly name?: unknown }): SpanAttributes {
  if (typeof code === 'number') return { 'error.type': String(code), 'db.response.status_code': String(code) };
  return { 'error.type': typeof code === 'string' ? code : String(name) };
}

/** What all of them are; undefined when they differ. */
function only<Value>(values: readonly Value[]): Value | undefined {
  return values.every((each) => each === values[0]) ? values[0] : undefined;
}
