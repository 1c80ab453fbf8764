import { formatBytes } from '@ringside/core';
import { renderTable } from '../../output/table.ts';
import { askSidecar } from '../../program/ask-sidecar.ts';
import type { CommandSpec } from '../../program/command-spec.ts';
import { KEYSPACE_OPTION } from '../../program/shared-options.ts';

interface ListOptions {
  readonly keyspace?: string;
  readonly tag?: string;
}

/** `ringside snapshot list`: the snapshots of one node. */
export const command: CommandSpec<ListOptions> = {
  description:
    'Lists the snapshots of the node beside the sidecar, one line a table. "Size" counts files it shares; "Own size" what only it keeps.',
  options: [KEYSPACE_OPTION, { flags: '--tag <name>', type: 'string', doc: 'Only this snapshot' }],
  examples: [
    { command: 'ringside snapshot list', doc: 'of the first node of the ring here' },
    { command: 'ringside snapshot list --sidecar http://127.0.0.2:9043 -k orders', doc: 'of another node, one keyspace' },
  ],
  async run(context, { options }) {
    const { snapshots } = await askSidecar(context, (client) => client.snapshots({}, { signal: context.signal }));
    const wanted = snapshots.filter(
      (one) =>
        (options.keyspace === undefined || one.keyspace === options.keyspace) && (options.tag === undefined || one.tag === options.tag),
    );
    context.print({ snapshots: wanted }, (value) => {
      if (value.snapshots.length === 0) return 'There are no snapshots.\n';
      const columns = ['Tag', 'Keyspace', 'Table', 'Size', 'Own size', 'Taken', 'Expires'].map((heading) => ({ heading }));
      const rows = value.snapshots.map((one) => [
        one.tag,
        one.keyspace,
        one.table,
        formatBytes(one.sizeBytes),
        formatBytes(one.trueSizeBytes),
        one.createdAt ?? '?',
        one.expiresAt ?? 'never',
      ]);
      return renderTable(columns, rows, context.style);
    });
  },
};
