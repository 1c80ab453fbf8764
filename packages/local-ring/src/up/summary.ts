import type { RingSummary, Style } from '@ringside/cli-kit';
import { formatBytes } from '@ringside/core';

const TRY_WIDTH = 38;
const DOCS_STATE = { served: '', building: 'being built', rebuilding: 'being rebuilt; until then the last pages' } as const;

/** The short text that ends `ringside up`: where everything is, and three commands to try next. */
export function summaryText(summary: RingSummary, style: Style): string {
  const rows: [string, string][] = [
    ['Nodes', summary.nodes.map((node) => `${node.name} ${style.dim(`${node.address} ${node.datacenter}/${node.rack}`)}`).join(', ')],
    [
      'CQL',
      `${summary.contactPoints.join(', ')}${aside(`cqlsh or any driver; datacenter ${summary.localDatacenter}, Cassandra ${summary.cassandraVersion}`, style)}`,
    ],
    ['Node.js', `${driverSnippet(summary)}${aside('cassandra-driver', style)}`],
    ['Sidecars', summary.sidecars.join(', ')],
  ];
  if (summary.dashboard !== undefined) rows.push(['Dashboard', summary.dashboard]);
  if (summary.docs !== undefined) rows.push(['Docs', `${summary.docs.url}${aside(DOCS_STATE[summary.docs.state], style)}`]);
  rows.push([
    'Data',
    `${summary.directory}${aside(summary.memoryBytes === undefined ? '' : `about ${formatBytes(summary.memoryBytes)} of memory`, style)}`,
  ]);
  const lines = rows.map(([label, text]) => `  ${style.bold(label.padEnd(9))}  ${text}`);
  const tries = nextCommands(summary).map(([command, doc]) => `  ${style.cyan(command.padEnd(TRY_WIDTH))}${style.dim(doc)}`);
  return ['', style.green('The ring is up.'), ...lines, '', 'Try next:', ...tries, '', ''].join('\n');
}

/**
 * How the Node.js driver connects. It takes 9042 for the port of every node that it finds by itself, whatever port stands in a contact point;
 * only `protocolOptions` holds for all.
 */
function driverSnippet({ contactPoints, localDatacenter }: RingSummary): string {
  const [, address = '', port = ''] = /^(.*):(\d+)$/.exec(contactPoints[0] ?? '') ?? [];
  return `new Client({ contactPoints: ['${address}'], protocolOptions: { port: ${port} }, localDataCenter: '${localDatacenter}' })`;
}

/** Each runs with nothing but what `npm start` has installed. */
function nextCommands(summary: RingSummary): readonly (readonly [command: string, doc: string])[] {
  return [
    ['npx ringside status', 'nodes, and who can read and write'],
    ['npx ringside token --type text alice', 'the token of a partition key'],
    [`npx ringside cluster kill ${summary.nodes.at(-1)?.name ?? 'node1'}`, 'break something; status shows what still works'],
  ];
}

function aside(text: string, style: Style): string {
  return text === '' ? '' : style.dim(`  (${text})`);
}
