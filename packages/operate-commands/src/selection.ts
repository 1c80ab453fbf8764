import { type CommandContext, type Option, type Operand, option, optionalOperands, parsed, repeatedOption, text } from '@ringside/cli-kit';
import { type ConsistencyLevel, type KeyspaceName, parseKeyspaceLevel } from '@ringside/model';
import { nodeAddresses } from './node-addresses.ts';

/** Nodes by name or address. */
export const NODES_OPERAND: Operand<readonly string[]> = optionalOperands(text, 'Names (node2) of the local ring, or addresses');

/** Nodes by where they are. */
export const placeOptions: { readonly rack: Option<string | undefined>; readonly datacenter: Option<string | undefined> } = {
  rack: option('--rack <name>', text, 'All nodes of this rack, besides those named'),
  datacenter: option('--datacenter <name>', text, 'All nodes of this datacenter, or the one that --rack is in'),
};

/** A keyspace and the level that its users need. */
const keyspaceLevel = parsed(parseKeyspaceLevel);

/** Levels that users of keyspaces need. */
export const LEVELS_OPTION: Option<readonly (readonly [KeyspaceName, ConsistencyLevel])[]> = repeatedOption(
  '--level <keyspace=LEVEL>',
  keyspaceLevel,
  'Consistency level that clients of a keyspace use',
  { defaultText: 'safety.levels of the sidecar, else LOCAL_QUORUM' },
);

/** Nodes as a sidecar is asked about them. */
export interface Selection {
  readonly nodes?: readonly string[];
  readonly rack?: string;
  readonly datacenter?: string;
}

/** The nodes that were meant, by address, and where they are; nothing where nothing was said. */
export async function selectionOf(
  context: CommandContext,
  words: readonly string[],
  { rack, datacenter }: { readonly rack: string | undefined; readonly datacenter: string | undefined },
): Promise<Selection> {
  const nodes = await nodeAddresses(context, words);
  return {
    ...(nodes.length > 0 && { nodes }),
    ...(rack !== undefined && { rack }),
    ...(datacenter !== undefined && { datacenter }),
  };
}
