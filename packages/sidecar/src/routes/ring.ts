import type { RingEntry } from '@ringside/api';
import { readView, topologyOf, UNKNOWN_DATACENTER, UNKNOWN_RACK } from '@ringside/cluster-watch';
import type { FqdnLookup } from '@ringside/host';
import { formatEndpoint } from '@ringside/model';
import { requireKeyspace } from '@ringside/node-answers';
import type { RingEndpoint } from '@ringside/node-control';
import { ownership, parseReplication, type ReplicationStrategy } from '@ringside/ring';
import type { Handlers, Services } from './context.ts';

/** The ring, one entry a token. */
export function ringHandlers({ fqdn }: Services): Handlers<'ring' | 'keyspaceRing'> {
  return {
    ring: async ({ instance }) => {
      const { endpoints } = await readView(instance);
      return { body: await ringEntries(endpoints, undefined, fqdn) };
    },
    keyspaceRing: async ({ instance, params }) => {
      const { keyspace } = params;
      const [{ endpoints }, { replication }] = await Promise.all([readView(instance), requireKeyspace(instance, keyspace)]);
      return { body: await ringEntries(endpoints, parseReplication(replication), fqdn) };
    },
  };
}

async function ringEntries(
  endpoints: readonly RingEndpoint[],
  strategy: ReplicationStrategy | undefined,
  fqdn: FqdnLookup,
): Promise<readonly RingEntry[]> {
  const owned = ownership(topologyOf(endpoints), strategy);
  const entries = await Promise.all(
    endpoints.map(async (endpoint) => {
      const entry = await describeEndpoint(endpoint, owned.get(formatEndpoint(endpoint)), fqdn);
      return endpoint.tokens.map((token) => ({ ...entry, token }));
    }),
  );
  return entries.flat();
}

async function describeEndpoint(endpoint: RingEndpoint, owned: number | undefined, fqdn: FqdnLookup): Promise<Omit<RingEntry, 'token'>> {
  return {
    datacenter: endpoint.datacenter ?? UNKNOWN_DATACENTER,
    address: endpoint.address,
    port: endpoint.port,
    rack: endpoint.rack ?? UNKNOWN_RACK,
    status: endpoint.status,
    state: endpoint.state,
    load: endpoint.load,
    owns: owned === undefined ? '?' : `${(owned * 100).toFixed(2)}%`,
    fqdn: await fqdn(endpoint.address),
    hostId: endpoint.hostId ?? 'Unknown',
  };
}
