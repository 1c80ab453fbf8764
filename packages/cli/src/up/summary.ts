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

const DOCS_STATE = { served: '', building: 'being built', rebuilding: 'being rebuilt; until then the last pages' } as const;

/** The short text that ends `ringside up`: where everything is, and three commands to try next. */
export function summaryText(summary: RingSummary, style: Style): string {
  const [first = ''] = summary.contactPoints;
  const [host = '', port = ''] = first.split(/:(?=\d+$)/);
  const rows: [string, string][] = [
    ['Nodes', summary.nodes.map((node) => `${node.name} ${style.dim(`${node.address} ${node.datacenter}/${node.rack}`)}`).join(', ')],
    [
      'CQL',
      `${summary.contactPoints.join(', ')}  ${style.dim(`datacenter ${summary.localDatacenter}, Cassandra ${summary.cassandraVersion}`)}`,
    ],
    ['Sidecars', summary.sidecars.join(', ')],
  ];
  if (summary.dashboard !== undefined) rows.push(['Dashboard', summary.dashboard]);
  if (summary.docs !== undefined) rows.push(['Docs', `${summary.docs.url}${aside(DOCS_STATE[summary.docs.state], style)}`]);
  rows.push([
    'Data',
    `${summary.directory}${aside(summary.memoryBytes === undefined ? '' : `about ${formatBytes(summary.memoryBytes)} of memory`, style)}`,
  ]);
  const lines = rows.map(([label, text]) => `  ${style.bold(label.padEnd(9))}  ${text}`);
  const next = [
    ['npx ringside status', 'nodes, and who can read and write'],
    [`cqlsh ${host} ${port}`, 'or any driver, at these addresses'],
    [`npx ringside cluster kill ${summary.nodes.at(-1)?.name ?? 'node1'}`, 'break something; status shows what still works'],
  ];
  const tries = next.map(([command = '', doc = '']) => `  ${style.cyan(command.padEnd(32))}${style.dim(doc)}`);
  return ['', style.green('The ring is up.'), ...lines, '', 'Try next:', ...tries, '', ''].join('\n');
}

function aside(text: string, style: Style): string {
  return text === '' ? '' : style.dim(`  (${text})`);
}
