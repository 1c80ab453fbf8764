import type { CommandSpec, OptionSpec } from './command-spec.ts';
import { NODE_OPTION } from './shared-options.ts';

/** A command by name, whose specification is loaded only when it is needed: that is what keeps `ringside --help` fast. */
export interface CatalogueEntry {
  readonly name: string;
  readonly summary: string;
  /** The heading it stands under in the help. */
  readonly group: string;
  readonly load?: () => Promise<CommandSpec<never>>;
  readonly children?: readonly CatalogueEntry[];
  /** For a command that hands its words on to another program; all other words are that program's, options included. */
  readonly foreign?: ForeignWords;
}

/** How the words of a command are told from those of the program that it runs. */
export interface ForeignWords {
  /** The command's own options, beside the global ones. */
  readonly options: readonly OptionSpec[];
  /** True when they may stand anywhere; else only before the first word of the other program. */
  readonly anywhere: boolean;
}

const RING = 'The local ring';
const OBSERVE = 'Observe';
const OPERATE = 'Operate';
const PROGRAM = 'This program';

const CLUSTER: readonly CatalogueEntry[] = [
  child('start', 'Start a node that is stopped', async () => (await import('../commands/cluster/start.ts')).command),
  child('stop', 'Stop a node gracefully', async () => (await import('../commands/cluster/stop.ts')).command),
  child('kill', 'Kill a node as kill -9 does', async () => (await import('../commands/cluster/kill.ts')).command),
  child('pause', 'Freeze a node (SIGSTOP)', async () => (await import('../commands/cluster/pause.ts')).command),
  child('resume', 'Resume a paused node', async () => (await import('../commands/cluster/resume.ts')).command),
  child('partition', 'Cut running nodes off from the others', async () => (await import('../commands/cluster/partition.ts')).command),
  child('heal', 'Remove the cut of partition', async () => (await import('../commands/cluster/heal.ts')).command),
  child('add', 'Add a node to the ring', async () => (await import('../commands/cluster/add.ts')).command),
  child('replace', 'Replace a dead node by a new one', async () => (await import('../commands/cluster/replace.ts')).command),
  child('upgrade', 'Restart nodes with a newer Cassandra', async () => (await import('../commands/cluster/upgrade.ts')).command),
  child('decommission', 'Take a node out of the ring for good', async () => (await import('../commands/cluster/decommission.ts')).command),
  child('logs', 'Show the log of a node', async () => (await import('../commands/cluster/logs.ts')).command),
];

const SSTABLE: readonly CatalogueEntry[] = [
  child('list', 'List the files of SSTables with their sizes', async () => (await import('../commands/sstable/list.ts')).command),
  tool('dump', 'Print the rows of SSTables as JSON', async () => (await import('../commands/sstable/dump.ts')).command),
  tool('metadata', 'Print SSTable metadata', async () => (await import('../commands/sstable/metadata.ts')).command),
  tool('partitions', 'Print sizes of partitions', async () => (await import('../commands/sstable/partitions.ts')).command),
  tool('util', 'List the files of a table by what they are', async () => (await import('../commands/sstable/util.ts')).command),
  tool('expired', 'Show what blocks the removal of expired SSTables', async () => (await import('../commands/sstable/expired.ts')).command),
];

const SNAPSHOT: readonly CatalogueEntry[] = [
  child('list', 'List the snapshots of the node', async () => (await import('../commands/snapshot/list.ts')).command),
  child('create', 'Take a snapshot', async () => (await import('../commands/snapshot/create.ts')).command),
  child('clear', 'Delete a snapshot', async () => (await import('../commands/snapshot/clear.ts')).command),
];

const CONFIG: readonly CatalogueEntry[] = [
  child(
    'explain',
    'Every configuration key, its value and where that came from',
    async () => (await import('../commands/config/explain.ts')).command,
  ),
];

const CACHE: readonly CatalogueEntry[] = [
  child('prune', 'Remove jars that are no longer needed', async () => (await import('../commands/cache/prune.ts')).command),
];

/** Every command, in the order of the help. */
export const CATALOGUE: readonly CatalogueEntry[] = [
  {
    name: 'up',
    group: RING,
    summary: 'Start a real Cassandra ring here, a sidecar beside each node',
    load: async () => (await import('../commands/up.ts')).command,
  },
  {
    name: 'down',
    group: RING,
    summary: 'Stop the ring, whoever started it',
    load: async () => (await import('../commands/down.ts')).command,
  },
  { name: 'cluster', group: RING, summary: 'Start, stop, break and repair single nodes', children: CLUSTER },
  {
    name: 'cql',
    group: RING,
    summary: 'Speak CQL to a node: a shell that prints what cqlsh prints',
    load: async () => (await import('../commands/cql.ts')).command,
  },
  {
    name: 'status',
    group: OBSERVE,
    summary: 'Nodes as nodetool status shows them, and availability per keyspace',
    load: async () => (await import('../commands/status.ts')).command,
  },
  { name: 'ring', group: OBSERVE, summary: 'Every token and its owner', load: async () => (await import('../commands/ring.ts')).command },
  {
    name: 'ranges',
    group: OBSERVE,
    summary: 'Token ranges of a keyspace and their replicas',
    load: async () => (await import('../commands/ranges.ts')).command,
  },
  {
    name: 'token',
    group: OBSERVE,
    summary: 'The token of partition keys, as Cassandra computes it',
    load: async () => (await import('../commands/token.ts')).command,
  },
  {
    name: 'health',
    group: OBSERVE,
    summary: 'Are the sidecars, CQL and node control up?',
    load: async () => (await import('../commands/health.ts')).command,
  },
  {
    name: 'nodetool',
    group: OPERATE,
    summary: "Run Cassandra's own nodetool against a node of the local ring",
    load: async () => (await import('../commands/nodetool.ts')).command,
    foreign: { options: [NODE_OPTION], anywhere: false },
  },
  { name: 'sstable', group: OPERATE, summary: "Look into SSTables, with Cassandra's own offline tools", children: SSTABLE },
  { name: 'snapshot', group: OPERATE, summary: 'List, take and delete snapshots', children: SNAPSHOT },
  {
    name: 'drain',
    group: OPERATE,
    summary: 'Flush a node and stop it from taking writes',
    load: async () => (await import('../commands/drain.ts')).command,
  },
  { name: 'config', group: OPERATE, summary: 'Explain the configuration', children: CONFIG },
  {
    name: 'doctor',
    group: PROGRAM,
    summary: 'Check this machine, with a remedy for each finding',
    load: async () => (await import('../commands/doctor.ts')).command,
  },
  { name: 'cache', group: PROGRAM, summary: 'What was fetched and can be fetched again', children: CACHE },
  {
    name: 'completion',
    group: PROGRAM,
    summary: 'Print a completion script for bash, zsh or fish',
    load: async () => (await import('../commands/completion.ts')).command,
  },
  {
    name: 'version',
    group: PROGRAM,
    summary: 'Versions of Ringside, Node and the ring',
    load: async () => (await import('../commands/version.ts')).command,
  },
];

function child(name: string, summary: string, load: () => Promise<CommandSpec<never>>): CatalogueEntry {
  return { name, summary, load, group: '' };
}

/** A child that hands what it does not know on to a tool of Cassandra's. */
function tool(name: string, summary: string, load: () => Promise<CommandSpec<never>>): CatalogueEntry {
  return { ...child(name, summary, load), foreign: { options: [NODE_OPTION], anywhere: true } };
}
