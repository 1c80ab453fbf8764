import type { SidecarClient, SnapshotEntry } from '@ringside/api';
import {
  askNode,
  type CommandContext,
  defineCommand,
  KEYSPACE_OPTION,
  option,
  printable,
  renderTable,
  snapshotTag,
  type Style,
} from '@ringside/cli-kit';
import { errors, formatBytes, nearest } from '@ringside/core';
import type { KeyspaceName, SnapshotTag } from '@ringside/model';
import { requireKnownNames } from '../../views/known-names.ts';

/** `ringside snapshot list`: the snapshots of one node. */
export const command = defineCommand({
  description: `Lists the snapshots of the node beside the sidecar (the first one unless --sidecar names another), one line a table, sorted. "Size" counts files it shares; "Own size" what only it keeps.
A keyspace that does not exist and has no snapshot, or a tag that no snapshot has, is an error.`,
  options: { keyspace: KEYSPACE_OPTION, tag: option('--tag <name>', snapshotTag, 'Only this snapshot') },
  examples: [
    { command: 'ringside snapshot list', doc: 'of the first node of the ring here' },
    { command: 'ringside snapshot list --sidecar http://127.0.0.2:9043 -k orders', doc: 'of another node, one keyspace' },
  ],
  async run(context, { options }) {
    const found = await askNode(context, async (client, sidecar) => ({ sidecar, snapshots: await wanted(context, client, options) }));
    context.print(found, ({ snapshots }) => listText(snapshots, context.style));
  },
});

/** What to list; everything by default. */
interface Wanted {
  readonly keyspace: KeyspaceName | undefined;
  readonly tag: SnapshotTag | undefined;
}

async function wanted(context: CommandContext, client: SidecarClient, { keyspace, tag }: Wanted): Promise<readonly SnapshotEntry[]> {
  const { snapshots } = await client.snapshots({}, { signal: context.signal });
  const ofKeyspace = snapshots.filter((one) => keyspace === undefined || one.keyspace === keyspace);
  // A keyspace that was dropped may still have snapshots; one that has none must exist.
  if (ofKeyspace.length === 0 && keyspace !== undefined) await requireKnownNames(context, client, keyspace);
  return tag === undefined ? ofKeyspace : ofTag(ofKeyspace, tag);
}

function ofTag(snapshots: readonly SnapshotEntry[], tag: SnapshotTag): readonly SnapshotEntry[] {
  const found = snapshots.filter((one) => one.tag === tag);
  if (found.length > 0) return found;
  const near = nearest(tag, new Set(snapshots.map((one) => one.tag)));
  throw errors.NOT_FOUND({
    message: `There is no snapshot ${JSON.stringify(tag)}`,
    remedy: near === undefined ? 'ringside snapshot list shows those there are.' : `Did you mean ${near}?`,
  });
}

function listText(snapshots: readonly SnapshotEntry[], style: Style): string {
  if (snapshots.length === 0) return 'There are no snapshots.\n';
  const columns = ['Tag', 'Keyspace', 'Table', 'Size', 'Own size', 'Taken', 'Expires'].map((heading) => ({ heading }));
  const rows = snapshots.map((one) => [
    printable(one.tag),
    one.keyspace,
    one.table,
    formatBytes(one.sizeBytes),
    formatBytes(one.trueSizeBytes),
    one.createdAt ?? '?',
    one.expiresAt ?? 'never',
  ]);
  return renderTable(columns, rows, style);
}
