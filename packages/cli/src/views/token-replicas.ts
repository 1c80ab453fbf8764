import type { CommandContext } from '@ringside/cli-kit';
import type { KeyspaceName } from '@ringside/model';
import type { Token } from '@ringside/ring';
import { keyspaceRanges, rangeOf } from '@ringside/observe-commands/lookup';

/** Adds to each token the replicas that hold it in a keyspace, as `address:port`, in the order in which the strategy places them. */
export async function addReplicas<Item extends { readonly token: Token }>(
  context: CommandContext,
  keyspace: KeyspaceName,
  items: readonly Item[],
): Promise<(Item & { readonly replicas: readonly string[] })[]> {
  const { ranges } = await keyspaceRanges(context, keyspace);
  return items.map((item) => ({ ...item, replicas: rangeOf(ranges, item.token)?.replicas ?? [] }));
}
