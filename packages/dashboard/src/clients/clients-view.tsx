import type { JSX } from 'react';
import { formatEndpoint } from '@ringside/model';
import type { DashboardClient } from '../live/client.ts';
import type { Source } from '../live/source.ts';
import { Facts } from '../parts/facts.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { Table } from '../parts/table.tsx';

type Clients = Awaited<ReturnType<DashboardClient['connectedClients']>>;

const CLIENTS: Source<Clients> = {
  needs: ['connectedClients'],
  ask: (client, signal) => client.connectedClients({ summary: false }, { signal }),
};

/** Who is connected to a node over CQL. */
export function ClientsView(): JSX.Element {
  return (
    <section aria-labelledby="clients-heading">
      <h2 id="clients-heading">CQL clients</h2>
      <Loaded source={CLIENTS} what="clients">
        {(clients) => <ClientsOf clients={clients} />}
      </Loaded>
    </section>
  );
}

/** Each connection, the busiest first. */
export function ClientsOf({ clients }: { readonly clients: Clients }): JSX.Element {
  const connections = clients.clientConnections ?? [];
  return (
    <>
      <Facts
        facts={[
          ['Connections', String(clients.totalConnectedClients)],
          ...Object.entries(clients.connectionsByUser).map(([user, count]) => [`of ${user}`, String(count)] as const),
        ]}
      />
      <Table
        label="Table of connections"
        rows={connections.toSorted((a, b) => b.requestCount - a.requestCount)}
        keyOf={formatEndpoint}
        empty="No client is connected."
        columns={[
          { heading: 'From', cell: (each) => formatEndpoint(each) },
          { heading: 'User', cell: ({ username }) => username ?? '?' },
          { heading: 'Driver', cell: ({ driverName = '?', driverVersion = '' }) => `${driverName} ${driverVersion}` },
          { heading: 'Keyspace', cell: ({ keyspaceName }) => keyspaceName ?? '–' },
          { heading: 'TLS', cell: ({ sslEnabled, sslProtocol = 'yes' }) => (sslEnabled ? sslProtocol : 'no') },
          { heading: 'Requests', isNumber: true, cell: ({ requestCount }) => requestCount },
        ]}
      />
      <p className="quiet">A driver usually has several connections. The sidecar’s own are among them.</p>
    </>
  );
}
