import type { AvailabilityAnswer, KeyspaceAvailability, NodeEntry } from '@ringside/api';
import { renderTable, type Style } from '@ringside/cli-kit';
import { formatEndpoint, isSystemKeyspace } from '@ringside/model';
import { hasTooFewNodes } from '@ringside/ring';
import { verdictsText } from './verdict-view.ts';

const STATE_LETTERS: Readonly<Record<NodeEntry['state'], string>> = { Normal: 'N', Leaving: 'L', Joining: 'J', Moving: 'M' };
const NODE_COLUMNS = ['--', 'Address', 'Load', 'Tokens', 'Owns', 'Host ID', 'Rack'] as const;

/** What `ringside status` prints: the nodes of each datacenter, then who can still read and write. */
export interface StatusView {
  readonly nodes: readonly NodeEntry[];
  /** Effective ownership by `address:port` in the keyspace that was asked for; primary ownership stands in without it. */
  readonly ownership: ReadonlyMap<string, number> | undefined;
  readonly availability: AvailabilityAnswer | undefined;
}

/** The two letters that nodetool starts a node's line with: `UN`, `DN`, `UJ`, … */
export function statusLetters(node: Pick<NodeEntry, 'status' | 'state'>): string {
  const status = node.status === 'Up' ? 'U' : node.status === 'Down' ? 'D' : '?';
  return status + STATE_LETTERS[node.state];
}

/** The whole text of `ringside status`. */
export function statusText(view: StatusView, style: Style): string {
  const datacenterOf = (node: NodeEntry): string => node.datacenter ?? '?';
  const names = [...new Set(view.nodes.map(datacenterOf))].toSorted();
  const parts = names.map((name) =>
    datacenterText(
      name,
      view.nodes.filter((node) => datacenterOf(node) === name),
      view.ownership,
      style,
    ),
  );
  if (view.availability !== undefined) parts.push(availabilityText(view.availability, style));
  const verdicts = verdictsText(view.nodes, style);
  if (verdicts !== '') parts.push(verdicts);
  return parts.join('\n');
}

function datacenterText(name: string, nodes: readonly NodeEntry[], ownership: StatusView['ownership'], style: Style): string {
  const title = `Datacenter: ${name}`;
  const heading = [title, '='.repeat(title.length), 'Status=Up/Down', '|/ State=Normal/Leaving/Joining/Moving'].join('\n');
  const columns = NODE_COLUMNS.map((column) => ({ heading: column === 'Owns' && ownership !== undefined ? 'Owns (effective)' : column }));
  const rows = nodes
    .toSorted((a, b) => a.address.localeCompare(b.address, 'en', { numeric: true }))
    .map((node) => nodeRow(node, ownership, style));
  return `${heading}\n${renderTable(columns, rows, style)}`;
}

function nodeRow(node: NodeEntry, ownership: StatusView['ownership'], style: Style): string[] {
  const letters = statusLetters(node);
  const paint = letters === 'UN' ? style.green : letters.startsWith('U') ? style.yellow : style.red;
  const owns = ownership === undefined ? node.owns : (ownership.get(formatEndpoint(node)) ?? 0);
  return [
    paint(letters),
    node.address,
    node.load,
    String(node.tokens),
    owns === null ? '?' : `${(owns * 100).toFixed(1)}%`,
    node.hostId ?? '?',
    node.rack ?? '?',
  ];
}

/** The availability table alone, one line a keyspace: first those that hold a user's data, then Cassandra's own. */
export function availabilityText(answer: AvailabilityAnswer, style: Style): string {
  if (answer.keyspaces.length === 0) return `No keyspace is replicated yet: nothing to lose at ${answer.consistency}.\n`;
  const columns = [
    { heading: 'Keyspace' },
    { heading: 'Replication' },
    { heading: 'Ranges', align: 'right' },
    { heading: 'Available', align: 'right' },
    { heading: 'Under-replicated', align: 'right' },
    { heading: 'Unavailable', align: 'right' },
    { heading: `At ${answer.consistency}` },
  ] as const;
  const rows = usersFirst(answer.keyspaces).map((keyspace) => keyspaceRow(keyspace, style));
  return `${style.bold(`Availability at ${answer.consistency}`)} ${style.dim(`(local datacenter ${answer.localDatacenter})`)}\n${renderTable(columns, rows, style)}`;
}

function usersFirst(keyspaces: readonly KeyspaceAvailability[]): readonly KeyspaceAvailability[] {
  const isCassandras = ({ keyspace }: KeyspaceAvailability): boolean => isSystemKeyspace(keyspace);
  return keyspaces.toSorted((a, b) => Number(isCassandras(a)) - Number(isCassandras(b)));
}

function keyspaceRow(keyspace: KeyspaceAvailability, style: Style): string[] {
  const { total, available, underReplicated, unavailable } = keyspace.summary;
  const paint = hasTooFewNodes(keyspace.ranges) ? style.dim : style.red;
  const verdict = keyspaceVerdict(keyspace, style);
  return [
    keyspace.keyspace,
    replicationText(keyspace.replication),
    String(total),
    String(available),
    underReplicated > 0 ? style.yellow(String(underReplicated)) : '0',
    unavailable > 0 ? paint(String(unavailable)) : '0',
    verdict,
  ];
}

/** A keyspace that asks for more replicas than there are nodes is not broken: no node of it is down. */
function keyspaceVerdict({ ranges, summary }: KeyspaceAvailability, style: Style): string {
  if (hasTooFewNodes(ranges)) return style.dim('too few nodes');
  if (summary.unavailable > 0) return style.red('UNAVAILABLE');
  return summary.underReplicated > 0 ? style.yellow('under-replicated') : style.green('ok');
}

/** `SimpleStrategy 3`, or `dc1:3 dc2:2` for NetworkTopologyStrategy. */
export function replicationText(replication: Readonly<Record<string, string>>): string {
  const { class: className = '?', ...factors } = replication;
  const strategy = className.split('.').at(-1) ?? className;
  if (strategy === 'NetworkTopologyStrategy')
    return Object.entries(factors)
      .map(([name, factor]) => `${name}:${factor}`)
      .join(' ');
  return [strategy, factors['replication_factor']].filter((word) => word !== undefined).join(' ');
}
