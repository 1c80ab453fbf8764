import type { ClientConnection, ConnectedClientsAnswer } from '@ringside/api';
import type { ConnectedClient } from '@ringside/node-control';

/** A node's clients as Apache's route answers with them. */
export function connectedClientsAnswer(clients: readonly ConnectedClient[], summary: boolean): ConnectedClientsAnswer {
  const byUser = new Map<string, number>();
  for (const { username } of clients) if (username !== null) byUser.set(username, (byUser.get(username) ?? 0) + 1);
  const totals = { totalConnectedClients: clients.length, connectionsByUser: Object.fromEntries(byUser) };
  return summary ? totals : { ...totals, clientConnections: clients.map((each) => connectionOf(each)) };
}

function connectionOf(client: ConnectedClient): ClientConnection {
  const { address, port, protocolVersion, requestCount, tls } = client;
  const known = {
    sslCipherSuite: tls?.cipherSuite,
    sslProtocol: tls?.protocol,
    username: client.username,
    driverName: client.driverName,
    driverVersion: client.driverVersion,
    keyspaceName: client.keyspace,
    clientOptions: client.options,
    authenticationMode: client.authenticationMode,
    authenticationMetadata: client.authenticationMetadata,
  };
  return {
    address,
    port,
    sslEnabled: tls !== null,
    protocolVersion: String(protocolVersion),
    requestCount,
    ...(Object.fromEntries(
      Object.entries(known).filter(([, value]) => value !== null && value !== undefined),
    ) as Partial<ClientConnection>),
  };
}
