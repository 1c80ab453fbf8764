import { type CommandContext, findHome, readLauncherState } from '@ringside/cli-kit';

/**
 * Addresses of nodes: names of the ring on this machine become theirs, unless another sidecar is asked. Other words stay as they are, for the sidecar to
 * know.
 *
 * @throws OpsError `STATE_CORRUPT`
 */
export async function nodeAddresses(context: CommandContext, words: readonly string[]): Promise<readonly string[]> {
  if (context.global.sidecar !== undefined || words.length === 0) return words;
  const state = await readLauncherState(findHome(context));
  const addresses = new Map(state?.summary?.nodes.map(({ name, address }) => [name, address]));
  return words.map((word) => addresses.get(word) ?? word);
}
