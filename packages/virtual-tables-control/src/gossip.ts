import { formatEndpoint } from '@ringside/model';
import type { CallOptions, GossipView } from '@ringside/node-control';
import { countOf, type CqlReader, type CqlRow, readAll } from './cql.ts';

/** Columns that are no state of their own. */
const OTHERS: ReadonlySet<string> = new Set(['address', 'port', 'hostname', 'generation', 'heartbeat']);

/** See `NodeGossip.gossip`. Source: `GossipInfoTable`, since Cassandra 4.1; it hides the value of `TOKENS`. */
export async function gossip(reader: CqlReader, bounds?: CallOptions): Promise<GossipView> {
  return Object.fromEntries(await readAll(reader, 'SELECT * FROM system_views.gossip_info', bounds, stateOf));
}

function stateOf(row: CqlRow): readonly [string, Readonly<Record<string, string>>] {
  const states = Object.entries(row)
    .filter(([column]) => !OTHERS.has(column) && !isVersion(column, row))
    .flatMap(([column, value]) => (typeof value === 'string' ? [[column.toUpperCase(), value] as const] : []));
  const heartbeat = { generation: String(countOf(row, 'generation')), heartbeat: String(countOf(row, 'heartbeat')) };
  const header = `/${formatEndpoint({ address: String(row['address']), port: countOf(row, 'port') })}`;
  return [header, { ...heartbeat, ...Object.fromEntries(states) }];
}

/** Each state has its version in a column beside it, `dc_version`; `release_version` is a state. */
function isVersion(column: string, row: CqlRow): boolean {
  return column.endsWith('_version') && column.slice(0, -'_version'.length) in row;
}
