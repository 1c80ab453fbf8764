import type cassandra from 'cassandra-driver';

/** What every way into the client ends in (cassandra-driver 4.10, lib/client.js); not in its declarations. */
interface Entrances {
  _connect(): Promise<void>;
}

/** Has every failure to connect pass through a function, whether the program connects by itself or by its first statement. */
export function explainFailedConnect(client: cassandra.Client, explain: (error: unknown) => unknown): void {
  const entrances = client as unknown as Entrances;
  const connect = entrances._connect.bind(client);
  entrances._connect = async () => {
    try {
      await connect();
    } catch (error) {
      throw explain(error);
    }
  };
}
