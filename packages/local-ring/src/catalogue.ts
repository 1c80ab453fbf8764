import { type CatalogueEntry, type CommandSpec, NODE_OPTION, subcommand } from '@ringside/cli-kit';

const RING = 'The local ring';
const OPERATE = 'Operate';
const PROGRAM = 'This program';

const CLUSTER: readonly CatalogueEntry[] = [
  subcommand('start', 'Start a node that is stopped', async () => (await import('./commands/cluster/start.ts')).command),
  subcommand('stop', 'Stop a node gracefully', async () => (await import('./commands/cluster/stop.ts')).command),
  subcommand('kill', 'Kill a node as kill -9 does', async () => (await import('./commands/cluster/kill.ts')).command),
  subcommand('pause', 'Freeze a node (SIGSTOP)', async () => (await import('./commands/cluster/pause.ts')).command),
  subcommand('resume', 'Resume a paused node', async () => (await import('./commands/cluster/resume.ts')).command),
  subcommand('partition', 'Cut running nodes off from the others', async () => (await import('./commands/cluster/partition.ts')).command),
  subcommand('heal', 'Remove the cut of partition', async () => (await import('./commands/cluster/heal.ts')).command),
  subcommand('add', 'Add a node to the ring', async () => (await import('./commands/cluster/add.ts')).command),
  subcommand('replace', 'Replace a dead node by a new one', async () => (await import('./commands/cluster/replace.ts')).command),
  subcommand('upgrade', 'Restart nodes with a newer Cassandra', async () => (await import('./commands/cluster/upgrade.ts')).command),
  subcommand(
    'decommission',
    'Take a node out of the ring for good',
    async () => (await import('./commands/cluster/decommission.ts')).command,
  ),
  subcommand('logs', 'Show the log of a node', async () => (await import('./commands/cluster/logs.ts')).command),
];

const SSTABLE: readonly CatalogueEntry[] = [
  subcommand('list', 'List the files of SSTables with their sizes', async () => (await import('./commands/sstable/list.ts')).command),
  tool('dump', 'Print the rows of SSTables as JSON', async () => (await import('./commands/sstable/dump.ts')).command),
  tool('metadata', 'Print SSTable metadata', async () => (await import('./commands/sstable/metadata.ts')).command),
  tool('partitions', 'Print sizes of partitions', async () => (await import('./commands/sstable/partitions.ts')).command),
  tool('util', 'List the files of a table by what they are', async () => (await import('./commands/sstable/util.ts')).command),
  tool('expired', 'Show what blocks the removal of expired SSTables', async () => (await import('./commands/sstable/expired.ts')).command),
];

const CACHE: readonly CatalogueEntry[] = [
  subcommand('prune', 'Remove jars that are no longer needed', async () => (await import('./commands/cache/prune.ts')).command),
];

/** The commands for a ring on this machine, in the order of the help. */
export const COMMANDS: readonly CatalogueEntry[] = [
  {
    name: 'up',
    group: RING,
    summary: 'Start a real Cassandra ring here, a sidecar beside each node',
    load: async () => (await import('./commands/up.ts')).command,
  },
  {
    name: 'down',
    group: RING,
    summary: 'Stop the ring, whoever started it',
    load: async () => (await import('./commands/down.ts')).command,
  },
  { name: 'cluster', group: RING, summary: 'Start, stop, break and repair single nodes', children: CLUSTER },
  {
    name: 'nodetool',
    group: OPERATE,
    summary: "Run Cassandra's own nodetool against a node of the local ring",
    load: async () => (await import('./commands/nodetool.ts')).command,
    foreign: { options: [NODE_OPTION.spec], anywhere: false },
  },
  { name: 'sstable', group: OPERATE, summary: "Look into SSTables, with Cassandra's own offline tools", children: SSTABLE },
  {
    name: 'doctor',
    group: PROGRAM,
    summary: 'Check this machine, with a remedy for each finding',
    load: async () => (await import('./commands/doctor.ts')).command,
  },
  { name: 'cache', group: PROGRAM, summary: 'What was fetched and can be fetched again', children: CACHE },
];

/** A child that hands what it does not know on to a tool of Cassandra's. */
function tool(name: string, summary: string, load: () => Promise<CommandSpec>): CatalogueEntry {
  return { ...subcommand(name, summary, load), foreign: { options: [NODE_OPTION.spec], anywhere: true } };
}
