import { askSidecar } from '../../program/ask-sidecar.ts';
import type { CommandSpec } from '../../program/command-spec.ts';
import { doAtEach, outcomesText, PARTIAL_FAILURE, targetSidecars } from '../../program/each-sidecar.ts';

interface ClearOptions {
  readonly keyspace?: string;
  readonly all?: boolean;
  readonly dryRun?: boolean;
}

/** `ringside snapshot clear <tag>`. */
export const command: CommandSpec<ClearOptions> = {
  description: 'Deletes a snapshot from the whole node or from one keyspace. A tag that is not there is a success, as in nodetool.',
  operands: [{ name: 'tag', doc: 'The name of the snapshot', required: true }],
  options: [
    { flags: '-k, --keyspace <name>', type: 'name', doc: 'Only from this keyspace' },
    { flags: '--all', type: 'flag', doc: 'At every node of the ring here, not only the first' },
  ],
  changes: true,
  examples: [
    { command: 'ringside snapshot clear nightly --dry-run', doc: 'which tables would lose it' },
    { command: 'ringside snapshot clear nightly --all', doc: 'on every node' },
  ],
  async run(context, { operands, options }) {
    const tag = operands['tag']?.[0] ?? '';
    const { keyspace } = options;
    const sidecars = await targetSidecars(context, options.all === true);
    if (options.dryRun === true) {
      const { snapshots } = await askSidecar(context, (client) => client.snapshots({}, { signal: context.signal }));
      const doomed = snapshots.filter((one) => one.tag === tag && (keyspace === undefined || one.keyspace === keyspace));
      const tables = doomed.map((one) => `${one.keyspace}.${one.table}`);
      context.print({ dryRun: true, tag, sidecars, tables }, () =>
        tables.length === 0
          ? `Snapshot ${tag} is not there: nothing to do\n`
          : `Would delete snapshot ${tag} of ${tables.join(', ')} through ${sidecars.join(', ')}\n`,
      );
      return 0;
    }
    const nodes = await doAtEach(context, sidecars, (client) =>
      client.clearSnapshot({ tag, ...(keyspace && { keyspace }) }, { signal: context.signal }),
    );
    context.print({ tag, nodes }, () => outcomesText(nodes, `snapshot ${tag} deleted`));
    return nodes.every((one) => one.ok) ? 0 : PARTIAL_FAILURE;
  },
};
