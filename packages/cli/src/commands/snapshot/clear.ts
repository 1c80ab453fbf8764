import type { ClearSnapshotAnswer } from '@ringside/api';
import {
  defineChange,
  doAtEach,
  flag,
  keyspaceName,
  operand,
  option,
  outcomesText,
  PARTIAL_FAILURE,
  printable,
  snapshotTag,
  targetSidecars,
} from '@ringside/cli-kit';
import { requireKnownNames } from '../../views/known-names.ts';

type Removed = ClearSnapshotAnswer['removed'];

/** `ringside snapshot clear <tag>`. */
export const command = defineChange({
  description: `Deletes a snapshot from the whole node or from one keyspace, and says which tables had it. A tag that is not there is a success, as in
nodetool. Snapshots of tables that were dropped are deleted too.`,
  operands: { tag: operand(snapshotTag, 'The name of the snapshot') },
  options: {
    keyspace: option('-k, --keyspace <name>', keyspaceName, 'Only from this keyspace'),
    all: flag('--all', 'At every node of the ring here, not only the first'),
  },
  examples: [
    { command: 'ringside snapshot clear nightly --dry-run', doc: 'which tables would lose it' },
    { command: 'ringside snapshot clear nightly --all', doc: 'on every node' },
  ],
  async run(context, { operands, options }) {
    const { tag } = operands;
    const { keyspace, dryRun } = options;
    const call = { signal: context.signal };
    const sidecars = await targetSidecars(context, options.all);
    const nodes = await doAtEach(context, sidecars, async (client): Promise<Removed> => {
      if (!dryRun) return (await client.clearSnapshot({ tag, ...(keyspace !== undefined && { keyspace }) }, call)).removed;
      const { snapshots } = await client.snapshots({}, call);
      const doomed = snapshots.filter((one) => one.tag === tag && (keyspace === undefined || one.keyspace === keyspace));
      if (doomed.length === 0 && keyspace !== undefined) await requireKnownNames(context, client, keyspace);
      return [...new Map(doomed.map((one) => [qualified(one), { keyspace: one.keyspace, table: one.table }])).values()];
    });
    const told = nodes.map(({ answer, ...node }) => Object.assign(node, answer && { removed: answer }));
    context.print({ ...(dryRun && { dryRun }), tag, nodes: told }, () =>
      outcomesText(nodes, (removed = []) => outcome(tag, removed, dryRun ? 'would be deleted from' : 'deleted from')),
    );
    return nodes.every((one) => one.ok) ? 0 : PARTIAL_FAILURE;
  },
});

function outcome(tag: string, removed: Removed, verb: string): string {
  const name = printable(tag);
  return removed.length === 0
    ? `snapshot ${name} is not there: nothing to do`
    : `snapshot ${name} ${verb} ${removed.map(qualified).join(', ')}`;
}

function qualified({ keyspace, table }: Removed[number]): string {
  return `${keyspace}.${table}`;
}
