/** One node, as the rules of a cut know it. */
export interface CutNode {
  readonly address: string;
  /** Its control group, below the mount: `ringside/4f2a-node3`. All of a cut have the same depth. */
  readonly cgroup: string;
  /** Local ports of connections to other nodes' storage ports that it had open before, with the address at the other end. */
  readonly open: readonly OpenConnection[];
}

/** A connection between two nodes that was there before the cut: its socket still belongs to the control group of that time. */
export interface OpenConnection {
  readonly localPort: number;
  readonly to: string;
}

/** What {@link cutRules} cuts. */
export interface Cut {
  /** The name of the table of this ring. */
  readonly table: string;
  readonly storagePort: number;
  readonly isolated: readonly CutNode[];
  readonly others: readonly CutNode[];
}

/**
 * The nft script of a cut: packets between the storage ports of the two sides are dropped, both ways; clients, JMX and the management interface are not touched. All
 * nodes of a ring connect from the same loopback address, so the sender is known by its control group. Replaces the table at once. Pure.
 */
export function cutRules({ table, storagePort, isolated, others }: Cut): string {
  const pairs = [...isolated.map((node) => ({ node, far: others })), ...others.map((node) => ({ node, far: isolated }))];
  const out = pairs.flatMap(({ node, far }) => [
    `${from(node)} ip daddr ${addresses(far)} tcp dport ${storagePort} drop`,
    ...opened(node, far).map(({ localPort, to }) => `ip daddr ${to} tcp sport ${localPort} tcp dport ${storagePort} drop`),
    ...opened(node, far).map(({ localPort, to }) => `ip saddr ${to} tcp sport ${storagePort} tcp dport ${localPort} drop`),
  ]);
  const into = pairs.map(({ node, far }) => `${from(node)} ip saddr ${addresses(far)} tcp sport ${storagePort} drop`);
  return [removeTable(table), `table inet ${table} {`, chain('outgoing', 'output', out), chain('incoming', 'input', into), '}', ''].join(
    '\n',
  );
}

/** The nft script that removes a ring's table, whether or not it is there. Pure. */
export function removeTable(table: string): string {
  return `table inet ${table}\ndelete table inet ${table}\n`;
}

function chain(name: string, hook: string, rules: readonly string[]): string {
  return [`chain ${name} {`, `type filter hook ${hook} priority 0; policy accept;`, ...rules, '}'].join('\n');
}

function from({ cgroup }: CutNode): string {
  return `socket cgroupv2 level ${cgroup.split('/').length} "${cgroup}"`;
}

function addresses(nodes: readonly CutNode[]): string {
  return `{ ${nodes.map(({ address }) => address).join(', ')} }`;
}

function opened({ open }: CutNode, far: readonly CutNode[]): readonly OpenConnection[] {
  return open.filter(({ to }) => far.some(({ address }) => address === to));
}
