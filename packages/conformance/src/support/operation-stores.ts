import type { Cluster } from '@ringside/cluster';
import { operationsCqlOf } from '@ringside/operation-answers';
import type { OperationStore } from '@ringside/operations';
import { createCqlStore } from '@ringside/operations-cql';
import { openClient, type ResilientClient } from '@ringside/resilient-client';
import { afterAll, beforeAll } from 'vitest';

/**
 * Gives the tests of this file so many stores of operations in a ring, each on a client of its own as each sidecar has one.
 *
 * @returns gives the stores, inside of tests
 */
export function useOperationStores(cluster: () => Cluster, count: number): () => readonly OperationStore[] {
  let clients: readonly ResilientClient[] = [];
  let stores: readonly OperationStore[] = [];
  beforeAll(async () => {
    const { contactPoints, nativePort: port, localDatacenter } = cluster();
    clients = await Promise.all(Array.from({ length: count }, () => openClient({ contactPoints, port, localDatacenter })));
    stores = clients.map((client) => createCqlStore(operationsCqlOf(client)));
  });
  afterAll(async () => {
    await Promise.all(clients.map((client) => client.shutdown()));
  });
  return () => stores;
}

/** The first of the stores. */
export function firstOf(stores: () => readonly OperationStore[]): OperationStore {
  return stores()[0] as OperationStore;
}
