import type { RouteParams, SidecarClient } from '@ringside/api';
import {
  type CommandContext,
  defineChange,
  doAtEach,
  flag,
  KEYSPACE_OPTION,
  newSnapshotTag,
  operand,
  option,
  outcomesText,
  PARTIAL_FAILURE,
  printable,
  snapshotTtl,
  tableName,
  targetSidecars,
} from '@ringside/cli-kit';
import { errors } from '@ringside/core';
import { modelErrors, NEW_SNAPSHOT_TAG_RULE } from '@ringside/model';
import { requireKnownNames } from '../../views/known-names.ts';

/** `ringside snapshot create <tag>`. */
export const command = defineChange({
  description: `Flushes and takes a snapshot (hard links, so it costs no space until files change): of the whole node, a keyspace or a table. ${NEW_SNAPSHOT_TAG_RULE}
One that fails half-way, for example because the disk is full, is removed again.`,
  operands: { tag: operand(newSnapshotTag, 'The name of the snapshot') },
  options: {
    keyspace: KEYSPACE_OPTION,
    table: option('--table <name>', tableName, 'Only this table of the keyspace'),
    ttl: option('--ttl <duration>', snapshotTtl, 'Let Cassandra delete it after this long, at least 60 s: 12h, 2d'),
    all: flag('--all', 'At every node of the ring here, not only the first'),
  },
  examples: [
    { command: 'ringside snapshot create before-upgrade --all', doc: 'everything, on every node' },
    { command: 'ringside snapshot create nightly -k orders --ttl 2d', doc: 'one keyspace, gone after two days' },
    { command: 'ringside snapshot create nightly -k orders --dry-run', doc: 'say what would be done' },
  ],
  async run(context, { operands, options }) {
    const { tag } = operands;
    const { keyspace, table, ttl, dryRun } = options;
    if (table !== undefined && keyspace === undefined) throw errors.INVALID_ARGUMENT({ message: '--table needs --keyspace' });
    const sidecars = await targetSidecars(context, options.all);
    const what = table !== undefined ? `${keyspace}.${table}` : (keyspace ?? 'every keyspace');
    const parameters = {
      tag,
      ...(keyspace !== undefined && { keyspace }),
      ...(table !== undefined && { table }),
      ...(ttl !== undefined && { ttl }),
    };
    const nodes = await doAtEach(context, sidecars, async (client) => {
      await (dryRun ? tryOut(context, client, parameters) : client.createSnapshot(parameters, { signal: context.signal }));
    });
    const told = nodes.map(({ sidecar, ok, error }) => ({ sidecar, ok, ...(error && { error }) }));
    context.print({ ...(dryRun && { dryRun }), tag, what, nodes: told }, () =>
      outcomesText(nodes, () => printable(`snapshot ${tag} of ${what} ${dryRun ? 'would be taken' : 'taken'}`)),
    );
    return nodes.every((one) => one.ok) ? 0 : PARTIAL_FAILURE;
  },
});

/** Refuses what the sidecar would refuse. */
async function tryOut(
  context: CommandContext,
  client: SidecarClient,
  { tag, keyspace, table }: RouteParams<'createSnapshot'>,
): Promise<void> {
  if (keyspace !== undefined) await requireKnownNames(context, client, keyspace, table);
  const { snapshots } = await client.snapshots({}, { signal: context.signal });
  const inScope = snapshots.some(
    (one) => one.tag === tag && (keyspace === undefined || one.keyspace === keyspace) && (table === undefined || one.table === table),
  );
  if (inScope) throw modelErrors.SNAPSHOT_EXISTS({ message: `Snapshot ${tag} already exists` });
}
