import type { CommandContext } from '@ringside/cli-kit';
import type { KeyspaceName } from '@ringside/model';
import { rangeContains, token, type Token } from '@ringside/ring';
import { keyspaceRanges } from '@ringside/observe-commands';

/** Adds to each token the replicas that hold it in a keyspace, as `address:port`, in the order in which the strategy places them. */
export async function addReplicas<Item extends { readonly token: Token }>(
  context: CommandContext,
  keyspace: KeyspaceName,
  items: readonly Item[],
): Promise<(Item & { readonly replicas: readonly string[] })[]> {
  const { ranges } = await keyspaceRanges(context, keyspace);
  const placed = ranges.map(({ start, end, replicas }) => ({ range: { start: token(start), end: token(end) }, replicas }));
  return items.map((item) => ({ ...item, replicas: placed.find(({ range }) => rangeContains(range, item.token))?.replicas ?? [] }));
}
