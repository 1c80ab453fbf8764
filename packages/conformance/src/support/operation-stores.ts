import type { Cluster } from '@ringside/cluster';
import { operationsCqlOf } from '@ringside/operation-answers';
import { systemClock } from '@ringside/core';
import type { OperationStore } from '@ringside/operations';
import { createCqlStore } from '@ringside/operations-cql';
import { openClient, type ResilientClient } from '@ringside/resilient-client';
import { afterAll, beforeAll } from 'vitest';

/** Half a minute. */
const MOST_ATTEMPTS = 60;

/**
 * Gives the tests of this file so many stores of operations in a ring, each on a client of its own as each sidecar has one.
 *
 * @returns gives the stores, inside of tests
 */
export function useOperationStores(cluster: () => Cluster, count: number): () => readonly OperationStore[] {
  let clients: readonly ResilientClient[] = [];
  let stores: readonly OperationStore[] = [];
  beforeAll(async () => {
    clients = await Promise.all(Array.from({ length: count }, () => openKnowing(cluster())));
    stores = clients.map((client) => createCqlStore(operationsCqlOf(client)));
  });
  afterAll(async () => {
    await Promise.all(clients.map((client) => client.shutdown()));
  });
  return () => stores;
}

/**
 * A client that knows every node: in the first moments of a ring a node may lack a peer in `system.peers`, and a keyspace that is made then has fewer replicas until
 * the next operation.
 */
async function openKnowing({ contactPoints, nativePort: port, localDatacenter, nodes }: Cluster): Promise<ResilientClient> {
  for (let attempt = 1; ; attempt += 1) {
    const client = await openClient({ contactPoints, port, localDatacenter });
    const known = client.hosts.values().filter(({ datacenter }) => datacenter === localDatacenter);
    if (known.length === nodes.length || attempt === MOST_ATTEMPTS) return client;
    await client.shutdown();
    await systemClock.sleep(500);
  }
}

/** The first of the stores. */
export function firstOf(stores: () => readonly OperationStore[]): OperationStore {
  return stores()[0] as OperationStore;
}
