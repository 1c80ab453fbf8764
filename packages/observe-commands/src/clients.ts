import type { ClientConnection } from '@ringside/api';
import { type CommandSpec, defineCommand, printable, renderTable, type Style } from '@ringside/cli-kit';
import { formatEndpoint } from '@ringside/model';
import { answersOf, askEach, exitCodeOf, failuresText } from './each-node.ts';
import { WATCH_OPTION, watched } from './watched.ts';

/** `ringside clients`: who is connected. */
export const clients: CommandSpec = defineCommand({
  description: `Prints every connection of a CQL client to each node of the local ring (or the one beside --sidecar): who, from where, by which driver, and how many requests it sent.
A driver mostly has several connections; the sidecars have some too. The exit code is 75 where a node did not answer.`,
  options: { watch: WATCH_OPTION },
  examples: [
    { command: 'ringside clients', doc: 'every node of the ring here' },
    { command: 'ringside clients --json', doc: 'with everything that the nodes tell of them' },
  ],
  run: (context, { options }) =>
    watched(context, options.watch, async () => {
      const nodes = await askEach(context, (client) => client.connectedClients({ summary: false }, { signal: context.signal }));
      const rows = answersOf(nodes).flatMap(({ sidecar, answer }) => (answer.clientConnections ?? []).map((each) => cells(sidecar, each)));
      context.print({ nodes }, () => clientsText(rows, context.style) + failuresText(nodes));
      return exitCodeOf(nodes);
    }),
});

function clientsText(rows: readonly (readonly string[])[], style: Style): string {
  const columns = ['Sidecar', 'Client', 'User', 'Driver', 'Protocol', 'Keyspace', 'TLS'].map((heading) => ({ heading }));
  return renderTable([...columns, { heading: 'Requests', align: 'right' }], rows, style);
}

function cells(sidecar: string, client: ClientConnection): readonly string[] {
  const { username = '?', driverName = '?', driverVersion = '', keyspaceName = '', sslEnabled, sslProtocol = 'yes' } = client;
  return [
    sidecar,
    formatEndpoint(client),
    printable(username),
    printable(`${driverName} ${driverVersion}`.trimEnd()),
    client.protocolVersion,
    keyspaceName,
    sslEnabled ? printable(sslProtocol) : 'no',
    String(client.requestCount),
  ];
}
