import { endpointOf, type ObservedNode } from '@ringside/cluster-watch';

/** The nodes beside the sidecar by their endpoints; those that do not answer, or do not know theirs yet, are left out. */
export async function ownEndpoints<Instance extends ObservedNode>(instances: readonly Instance[]): Promise<ReadonlyMap<string, Instance>> {
  const named = await Promise.all(
    instances.map(async (instance) => [await instance.reads.status().then(endpointOf, () => null), instance] as const),
  );
  return new Map(named.flatMap(([endpoint, instance]) => (endpoint === null ? [] : [[endpoint, instance] as const])));
}
