import { readView, UNKNOWN_DATACENTER } from '@ringside/cluster-watch';
import type { ReplicaMetadata, ReplicaRange } from '@ringside/api';
import type { FqdnLookup } from '@ringside/host';
import { formatEndpoint, parseEndpoint } from '@ringside/model';
import { requireKeyspace } from '@ringside/node-answers';
import type { RangeEndpoints, RingEndpoint } from '@ringside/node-control';
import { cutOverlaps, type EndpointRange, unwrap } from '../observed/ranges.ts';
import type { Handlers, Services } from './context.ts';

/** Who is written and who is read in each token range, as the node itself places replicas. */
export function tokenRangeHandlers({ fqdn }: Services): Handlers<'tokenRangeReplicas'> {
  return {
    tokenRangeReplicas: async ({ instance, params }) => {
      const { keyspace } = params;
      await requireKeyspace(instance, keyspace);
      const [{ endpoints }, natural, pending] = await Promise.all([
        readView(instance),
        instance.reads.rangeToEndpoints(keyspace),
        instance.reads.pendingRanges(keyspace),
      ]);
      const byId = new Map(endpoints.map((endpoint) => [formatEndpoint(endpoint), endpoint]));
      const read = bounded(natural);
      const write = cutOverlaps([...read, ...bounded(pending)]);
      const named = new Set([...read, ...write].flatMap((range) => range.endpoints));
      const metadata = await Promise.all([...named].map(async (id) => [id, await describe(id, byId.get(id), fqdn)] as const));
      return {
        body: {
          replicaMetadata: Object.fromEntries(metadata),
          writeReplicas: write.map((range) => onWire(range, byId)),
          readReplicas: read.map((range) => onWire(range, byId)),
        },
      };
    },
  };
}

function bounded(ranges: readonly RangeEndpoints[]): readonly EndpointRange[] {
  const parsed = ranges.map(({ start, end, endpoints }) => ({ start: BigInt(start), end: BigInt(end), endpoints }));
  return parsed.flatMap((range) => unwrap(range)).toSorted((a, b) => (a.start < b.start ? -1 : 1));
}

function onWire({ start, end, endpoints }: EndpointRange, byId: ReadonlyMap<string, RingEndpoint>): ReplicaRange {
  // A map, as a datacenter may be called like something that every object has.
  const replicas = new Map<string, string[]>();
  for (const id of endpoints) {
    const datacenter = byId.get(id)?.datacenter ?? UNKNOWN_DATACENTER;
    replicas.set(datacenter, [...(replicas.get(datacenter) ?? []), id]);
  }
  return { start: String(start), end: String(end), replicasByDatacenter: Object.fromEntries(replicas) };
}

async function describe(id: string, endpoint: RingEndpoint | undefined, fqdn: FqdnLookup): Promise<ReplicaMetadata> {
  const named = parseEndpoint(id);
  const address = endpoint?.address ?? named.address;
  return {
    state: endpoint?.replacing === true ? 'Replacing' : (endpoint?.state ?? 'Normal'),
    status: endpoint?.status ?? '?',
    fqdn: await fqdn(address),
    address,
    port: endpoint?.port ?? named.port ?? -1,
    datacenter: endpoint?.datacenter ?? UNKNOWN_DATACENTER,
  };
}
