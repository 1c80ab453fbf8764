import { type ClusterWatch, clientAddress } from '@ringside/cluster-watch';
import type { Clock } from '@ringside/core';
import { formatEndpoint } from '@ringside/model';
import { createCqlStore, type OperationsCql } from '@ringside/operations-cql';
import { ResilientClient } from '@ringside/resilient-client';
import type { OperableInstance } from './operated-nodes.ts';
import { operationsCqlOf } from './operations-session.ts';
import type { OperationParts } from './parts.ts';

/** How the cluster is reached over CQL. */
export interface StoreAccess {
  /** The role that logs in; undefined where nodes let anybody in. The password is in the clear: never log it. */
  readonly credentials: { readonly username: string; readonly password: string } | undefined;
  /** PEM; undefined for connections without encryption. The key is in the clear: never log it. */
  readonly cqlTls:
    | { readonly ca?: string | Buffer | undefined; readonly cert?: string | Buffer | undefined; readonly key?: string | Buffer | undefined }
    | undefined;
  /** How long connecting, and one answer, may take. */
  readonly cqlTimeoutMs: number;
}

/** What the store of operations in the cluster needs. */
export interface SharedStoreOptions {
  /** The nodes beside the sidecar, the first of which is asked first. */
  readonly instances: readonly OperableInstance[];
  /** Knows the other nodes. */
  readonly watch: Pick<ClusterWatch, 'members'>;
  /** How they are reached. */
  readonly access: StoreAccess;
  /** For bounds. */
  readonly clock: Clock;
}

/**
 * The store of operations in the cluster itself, over a client of all of its nodes: the own one may be the one that is down. It connects when it is first
 * asked something, and again where that failed.
 */
export function sharedStore(options: SharedStoreOptions): Pick<OperationParts<never>, 'store' | 'close'> {
  let opened: Promise<Opened> | undefined;
  let current: OperationsCql | undefined;
  const cql = async (): Promise<OperationsCql> => {
    opened ??= open(options).catch((error: unknown) => {
      opened = undefined;
      throw error;
    });
    current = (await opened).cql;
    return current;
  };
  const port: OperationsCql = {
    execute: async (...statement) => await (await cql()).execute(...statement),
    conditional: async (request) => await (await cql()).conditional(request),
    nodesByDatacenter: () => current?.nodesByDatacenter() ?? {},
  };
  const close = async (): Promise<void> => {
    const session = await opened?.catch(() => undefined);
    await session?.client.shutdown().catch(() => undefined);
  };
  return { store: createCqlStore(port, { clock: options.clock }), close };
}

interface Opened {
  readonly client: ResilientClient;
  readonly cql: OperationsCql;
}

async function open({ instances, watch, access }: SharedStoreOptions): Promise<Opened> {
  const { credentials, cqlTls, cqlTimeoutMs } = access;
  const localDataCenter = await datacenterOf(instances);
  const port = instances[0]?.port ?? 0;
  const places = [
    ...instances.map((instance) => ({ address: instance.host, port: instance.port })),
    ...watch
      .members()
      .flatMap((member) => (member.nativePort === null ? [] : [{ address: clientAddress(member), port: member.nativePort }])),
  ];
  const contactPoints = [...new Set(places.map((place) => (place.port === port ? place.address : formatEndpoint(place))))];
  const client = new ResilientClient({
    contactPoints,
    protocolOptions: { port },
    socketOptions: { connectTimeout: cqlTimeoutMs, readTimeout: cqlTimeoutMs },
    queryOptions: { prepare: true },
    ...(localDataCenter !== undefined && { localDataCenter }),
    ...(credentials && { credentials }),
    ...(cqlTls && { sslOptions: { ...cqlTls, rejectUnauthorized: true } }),
  });
  try {
    await client.connect();
    return { client, cql: operationsCqlOf(client) };
  } catch (error) {
    await client.shutdown().catch(() => undefined);
    throw error;
  }
}

/** The datacenter beside which the sidecar runs; undefined while no own node can tell, which a cluster of one datacenter can do without. */
async function datacenterOf(instances: readonly OperableInstance[]): Promise<string | undefined> {
  for (const { reads } of instances) {
    const status = await reads.status().catch(() => undefined);
    if (typeof status?.datacenter === 'string') return status.datacenter;
  }
  return undefined;
}
