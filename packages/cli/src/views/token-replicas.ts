import { askSidecar } from '../program/ask-sidecar.ts';
import type { CommandContext } from '../program/context.ts';

/** Adds to each token the replicas that hold it in a keyspace, as `address:port`, all datacenters. */
export async function addReplicas<Item extends { readonly token: bigint }>(
  context: CommandContext,
  keyspace: string,
  items: readonly Item[],
): Promise<(Item & { readonly replicas: readonly string[] })[]> {
  const { readReplicas } = await askSidecar(context, (client) => client.tokenRangeReplicas({ keyspace }, { signal: context.signal }));
  return items.map((item) => {
    const range = readReplicas.find(({ start, end }) => BigInt(start) < item.token && item.token <= BigInt(end));
    return { ...item, replicas: Object.values(range?.replicasByDatacenter ?? {}).flat() };
  });
}
