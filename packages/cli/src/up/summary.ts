import { formatBytes } from '@ringside/core';
import type { Style } from '../output/style.ts';

/** Where a running ring is. */
export interface RingSummary {
  readonly cassandraVersion: string;
  readonly directory: string;
  readonly nodes: readonly { readonly name: string; readonly address: string; readonly datacenter: string; readonly rack: string }[];
  /** Where CQL clients connect: `address:port`, one a node. */
  readonly contactPoints: readonly string[];
  readonly localDatacenter: string;
  /** Base URLs of the sidecars, in the order of the nodes. */
  readonly sidecars: readonly string[];
  /** Where the dashboard is, when it is built. */
  readonly dashboard?: string;
  /** Where the documentation is or will be served; absent with `--no-docs`. */
  readonly docs?: { readonly url: string; readonly state: 'served' | 'building' | 'rebuilding' };
  /** What the ring is expected to take, in bytes. */
  readonly memoryBytes?: number;
  readonly launcherPid: number;
}

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
