import { type CatalogueEntry, subcommand } from '@ringside/cli-kit';

const RING = 'The local ring';
const OBSERVE = 'Observe';
const OPERATE = 'Operate';
export const PROGRAM = 'This program';

const SNAPSHOT: readonly CatalogueEntry[] = [
  subcommand('list', 'List the snapshots of the node', async () => (await import('../commands/snapshot/list.ts')).command),
  subcommand('create', 'Take a snapshot', async () => (await import('../commands/snapshot/create.ts')).command),
  subcommand('clear', 'Delete a snapshot', async () => (await import('../commands/snapshot/clear.ts')).command),
];

const CONFIG: readonly CatalogueEntry[] = [
  subcommand(
    'explain',
    'Every configuration key, its value and where that came from',
    async () => (await import('../commands/config/explain.ts')).command,
  ),
];

const SIDECAR: readonly CatalogueEntry[] = [
  subcommand(
    'init',
    'Put a sidecar beside a Cassandra that runs on this machine',
    async () => (await import('../commands/sidecar/init.ts')).command,
  ),
  subcommand('status', 'Check the sidecars that were set up here', async () => (await import('../commands/sidecar/status.ts')).command),
  subcommand('remove', 'Undo what init did', async () => (await import('../commands/sidecar/remove.ts')).command),
];

const ACCESS: readonly CatalogueEntry[] = [
  subcommand('add', 'Make a token for somebody', async () => (await import('../commands/access/add.ts')).command),
  subcommand('list', 'Who has a token', async () => (await import('../commands/access/list.ts')).command),
  subcommand('remove', 'Make a token count no more', async () => (await import('../commands/access/remove.ts')).command),
];

const AUDIT: readonly CatalogueEntry[] = [
  subcommand('show', 'Who asked for which change', async () => (await import('@ringside/observe-commands')).auditShow),
  subcommand('verify', 'Was anything of the log changed?', async () => (await import('@ringside/observe-commands')).auditVerify),
];

const OPERATIONS: readonly CatalogueEntry[] = [
  subcommand('list', 'List operations', async () => (await import('@ringside/operate-commands')).operationsList),
  subcommand(
    'show',
    'Show an operation and the phase of each node',
    async () => (await import('@ringside/operate-commands')).operationsShow,
  ),
  subcommand('watch', 'Follow an operation until it ends', async () => (await import('@ringside/operate-commands')).operationsWatch),
  subcommand('pause', 'Pause an operation', async () => (await import('@ringside/operate-commands')).operationsPause),
  subcommand('resume', 'Resume a paused operation', async () => (await import('@ringside/operate-commands')).operationsResume),
  subcommand('cancel', 'Cancel an operation', async () => (await import('@ringside/operate-commands')).operationsCancel),
  subcommand('retry', 'Do what an operation left', async () => (await import('@ringside/operate-commands')).operationsRetry),
];

/** The commands of this package, in the order of the help. Those for a ring on this machine are a package of their own, see `whole-program.ts`. */
export const CATALOGUE: readonly CatalogueEntry[] = [
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
    name: 'where',
    group: OBSERVE,
    summary: 'Where a partition is: token, replicas, SSTables',
    load: async () => (await import('@ringside/observe-commands')).where,
  },
  {
    name: 'tables',
    group: OBSERVE,
    summary: 'Size and SSTables of each table',
    load: async () => (await import('@ringside/observe-commands')).tables,
  },
  {
    name: 'compactions',
    group: OBSERVE,
    summary: 'What each node compacts, and what waits',
    load: async () => (await import('@ringside/observe-commands')).compactions,
  },
  {
    name: 'clients',
    group: OBSERVE,
    summary: 'Who is connected over CQL',
    load: async () => (await import('@ringside/observe-commands')).clients,
  },
  {
    name: 'advise',
    group: OBSERVE,
    summary: 'What to change, with the fact behind it and what it costs',
    load: async () => (await import('@ringside/observe-commands')).advise,
  },
  {
    name: 'hot',
    group: OBSERVE,
    summary: 'Which partitions are read and written most just now',
    load: async () => (await import('@ringside/observe-commands')).hot,
  },
  {
    name: 'top',
    group: OBSERVE,
    summary: 'Requests, latencies, errors and what waits, live',
    load: async () => (await import('@ringside/observe-commands')).top,
  },
  {
    name: 'health',
    group: OBSERVE,
    summary: 'Are the sidecars, CQL and node control up?',
    load: async () => (await import('../commands/health.ts')).command,
  },
  {
    name: 'can-stop',
    group: OPERATE,
    summary: 'Can these nodes be stopped now? Checks every range',
    load: async () => (await import('@ringside/operate-commands')).canStop,
  },
  {
    name: 'restart',
    group: OPERATE,
    summary: 'Restart nodes in turn, with a proof before each stop',
    load: async () => (await import('@ringside/operate-commands')).restart,
  },
  {
    name: 'repair',
    group: OPERATE,
    summary: 'Make all replicas have the same rows',
    load: async () => (await import('@ringside/operate-commands')).repair,
  },
  { name: 'operations', group: OPERATE, summary: 'List, watch, pause and cancel operations', children: OPERATIONS },
  { name: 'snapshot', group: OPERATE, summary: 'List, take and delete snapshots', children: SNAPSHOT },
  {
    name: 'drain',
    group: OPERATE,
    summary: 'Flush a node and stop it from taking writes',
    load: async () => (await import('../commands/drain.ts')).command,
  },
  { name: 'access', group: OPERATE, summary: 'Tokens of those who may ask sidecars, each with a role', children: ACCESS },
  { name: 'audit', group: OPERATE, summary: 'Show and verify the audit log of a sidecar', children: AUDIT },
  { name: 'sidecar', group: OPERATE, summary: 'Set up, check and remove a sidecar beside a running node', children: SIDECAR },
  { name: 'config', group: OPERATE, summary: 'Explain the configuration', children: CONFIG },
  {
    name: 'version',
    group: PROGRAM,
    summary: 'Versions of Ringside, Node and the ring',
    load: async () => (await import('../commands/version.ts')).command,
  },
];
