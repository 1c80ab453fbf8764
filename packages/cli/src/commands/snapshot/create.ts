import { OpsError } from '@ringside/core';
import type { CommandSpec } from '../../program/command-spec.ts';
import { doAtEach, outcomesText, PARTIAL_FAILURE, targetSidecars } from '../../program/each-sidecar.ts';

interface CreateOptions {
  readonly keyspace?: string;
  readonly table?: string;
  readonly ttl?: string;
  readonly all?: boolean;
  readonly dryRun?: boolean;
}

/** `ringside snapshot create <tag>`. */
export const command: CommandSpec<CreateOptions> = {
  description:
    'Flushes and takes a snapshot (hard links, so it costs no space until files change): of the whole node, a keyspace or a table.',
  operands: [{ name: 'tag', doc: 'The name of the snapshot', required: true }],
  options: [
    { flags: '-k, --keyspace <name>', type: 'name', doc: 'Only this keyspace' },
    { flags: '--table <name>', type: 'name', doc: 'Only this table of the keyspace' },
    { flags: '--ttl <duration>', type: 'string', doc: 'Let Cassandra delete it after this long, at least 60 s: 12h, 2d' },
    { flags: '--all', type: 'flag', doc: 'At every node of the ring here, not only the first' },
  ],
  changes: true,
  examples: [
    { command: 'ringside snapshot create before-upgrade --all', doc: 'everything, on every node' },
    { command: 'ringside snapshot create nightly -k orders --ttl 2d', doc: 'one keyspace, gone after two days' },
    { command: 'ringside snapshot create nightly -k orders --dry-run', doc: 'say what would be done' },
  ],
  async run(context, { operands, options }) {
    const tag = operands['tag']?.[0] ?? '';
    const { keyspace, table, ttl } = options;
    if (table !== undefined && keyspace === undefined) throw new OpsError('INVALID_ARGUMENT', { message: '--table needs --keyspace' });
    const sidecars = await targetSidecars(context, options.all === true);
    const what = table !== undefined ? `${keyspace}.${table}` : (keyspace ?? 'every keyspace');
    if (options.dryRun === true) {
      context.print({ dryRun: true, tag, what, sidecars }, () => `Would take snapshot ${tag} of ${what} through ${sidecars.join(', ')}\n`);
      return 0;
    }
    const parameters = { tag, ...(keyspace && { keyspace }), ...(table && { table }), ...(ttl && { ttl }) };
    const nodes = await doAtEach(context, sidecars, (client) => client.createSnapshot(parameters, { signal: context.signal }));
    context.print({ tag, what, nodes }, () => outcomesText(nodes, `snapshot ${tag} of ${what} taken`));
    return nodes.every((one) => one.ok) ? 0 : PARTIAL_FAILURE;
  },
};
