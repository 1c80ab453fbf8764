import cassandra from 'cassandra-driver';

/** A coordinator: where to connect, and its datacenter. */
export interface Coordinator {
  readonly address: string;
  readonly nativePort: number;
  readonly datacenter: string;
}

/**
 * Connects to one node and sends every request to it, so that it is the coordinator of each. Requests are not retried and `bigint`
 * values are JavaScript's own. Shut it down after use.
 */
export async function connect({ address, nativePort, datacenter }: Coordinator): Promise<cassandra.Client> {
  const { loadBalancing, retry } = cassandra.policies;
  const client = new cassandra.Client({
    contactPoints: [address],
    protocolOptions: { port: nativePort },
    localDataCenter: datacenter,
    encoding: { useBigIntAsLong: true },
    policies: {
      loadBalancing: new loadBalancing.AllowListPolicy(new loadBalancing.RoundRobinPolicy(), [`${address}:${nativePort}`]),
      retry: new retry.FallthroughRetryPolicy(),
    },
    socketOptions: { readTimeout: 60_000 },
  });
  await client.connect();
  return client;
}

/** Runs statements one after the other. */
export async function executeAll(client: cassandra.Client, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await client.execute(statement);
}
