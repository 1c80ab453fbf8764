import type { LocalRingPlugin } from '@ringside/cli-kit';
import { COMMANDS } from './catalogue.ts';

/** What `@ringside/cli` looks for. */
export const plugin: LocalRingPlugin = {
  commands: COMMANDS,
  findNode: async (context, word) => {
    const { findNode, openRing } = await import('./commands/cluster/common.ts');
    const { address, nativePort } = findNode(await openRing(context), word);
    return { address, port: nativePort };
  },
};
