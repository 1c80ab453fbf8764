import {
  type CommandSpec,
  defineChange,
  flag,
  keyspaceName,
  option,
  optionalOperands,
  repeatedOption,
  tableName,
  text,
} from '@ringside/cli-kit';
import { errors } from '@ringside/core';
import { beginRepair } from './begin.ts';

/** `ringside repair`: a repair of whole keyspaces that the sidecars carry out. */
export const repair: CommandSpec = defineChange({
  description: `Repairs keyspaces on every node, so that all replicas have the same rows. Each node repairs the ranges that it is the first replica of, table by table, so every range is
repaired once; nodes repair at the same time only if their ranges have no replica in common. The sidecars do the work and record it in Cassandra, so it continues when this command
ends or a sidecar restarts, without repairing again what is done. A node waits while a replica of its ranges is down; after 30 minutes the operation fails. The exit code is 0 when
everything is repaired, 1 when it failed or was cancelled (with --dry-run: when it cannot be done now), and 130 after Ctrl-C.`,
  operands: { keyspaces: optionalOperands(keyspaceName, 'Keyspaces, as CQL has them: quoted where their case counts') },
  options: {
    all: flag('--all', 'Every keyspace with more than one replica, but for system_traces and system_distributed'),
    tables: repeatedOption('--table <name>', tableName, 'Only this table of the keyspace', { defaultText: 'every table' }),
    incremental: flag('--incremental', 'Compare only what no incremental repair has compared yet, and mark it'),
    reason: option('--reason <text>', text, 'Why; shown in ringside operations list'),
    detach: flag('--detach', 'Start it and return at once'),
  },
  examples: [
    { command: 'ringside repair --all --dry-run', doc: 'the plan: which nodes at the same time' },
    { command: 'ringside repair orders', doc: 'one keyspace' },
    { command: 'ringside repair orders --table by_customer --table items', doc: 'two of its tables' },
    { command: 'ringside repair --all --reason weekly --detach', doc: 'everything; see ringside operations watch' },
  ],
  async run(context, { operands: { keyspaces }, options }) {
    const { all, tables, incremental, reason, dryRun, detach } = options;
    refuseUnclear(keyspaces, options);
    const request = {
      ...(!all && { keyspaces }),
      ...(tables.length > 0 && { tables }),
      type: incremental ? ('incremental' as const) : ('full' as const),
      ...(reason !== undefined && { reason }),
      ...(dryRun && { dryRun }),
    };
    return await beginRepair(context, request, detach);
  },
});

/** A variable that is empty by mistake must not repair everything. */
function refuseUnclear(keyspaces: readonly string[], { all, tables }: { readonly all: boolean; readonly tables: readonly string[] }): void {
  if (all && keyspaces.length > 0)
    throw errors.INVALID_ARGUMENT({ message: '--all is about every keyspace', remedy: 'Leave out the keyspaces, or --all.' });
  if (!all && keyspaces.length === 0)
    throw errors.INVALID_ARGUMENT({ message: 'Nothing is selected', remedy: 'Name keyspaces, or repair every one with --all.' });
  if (tables.length > 0 && (all || keyspaces.length > 1))
    throw errors.INVALID_ARGUMENT({ message: '--table is about one keyspace', remedy: 'Name exactly one keyspace with it.' });
}
