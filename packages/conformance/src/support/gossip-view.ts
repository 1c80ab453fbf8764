import type { Row, Session } from '@ringside/client';
import { APPLICATION_STATES, type ApplicationState, endpointState, type EndpointState, type VersionedValue } from '@ringside/gossip';

/**
 * Reads a node's gossip view from its virtual table `system_views.gossip_info`, versions included.
 *
 * @returns what the connected node knows of each endpoint, by `address:port`; tokens without their value
 */
export async function readGossipView(session: Session): Promise<Map<string, EndpointState>> {
  const { rows } = await session.execute('SELECT * FROM system_views.gossip_info');
  return new Map(rows.map((row) => [`${String(row['address'])}:${String(row['port'])}`, stateOf(row)]));
}

function stateOf(row: Row): EndpointState {
  const states = APPLICATION_STATES.flatMap((name): [ApplicationState, VersionedValue][] => {
    const version = row[`${name.toLowerCase()}_version`] as number | null | undefined;
    const value = row[name.toLowerCase()] as string | null | undefined;
    return version === null || version === undefined ? [] : [[name, { value: value ?? '<hidden>', version }]];
  });
  return endpointState({ generation: row['generation'] as number, version: row['heartbeat'] as number }, states);
}
