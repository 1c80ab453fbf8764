import { type OpsError, reworded, throwIfAborted, toOpsError } from '@ringside/core';

/** A node by name. */
interface Named {
  readonly name: string;
}

/**
 * Upgrades one node after the other and stops at the first one that fails. Those that are done stay so, and the error names them.
 *
 * @throws OpsError of the node that failed; as `abortError` says once the signal has aborted
 */
export async function upgradeInTurn<N extends Named>(
  nodes: readonly N[],
  upgrade: (node: N) => Promise<unknown>,
  signal: AbortSignal,
): Promise<void> {
  const done: string[] = [];
  for (const node of nodes) {
    try {
      throwIfAborted(signal, `Upgrading ${node.name}`);
      await upgrade(node);
    } catch (thrown) {
      throw done.length === 0 ? thrown : namingDone(toOpsError(thrown), done);
    }
    done.push(node.name);
  }
}

function namingDone(error: OpsError, done: readonly string[]): OpsError {
  const first = error.code === 'ABORTED' ? '' : `${error.remedy.replace(/\.?$/, '.')} `;
  return reworded(error, {
    message: `${error.message}. Upgraded so far: ${done.join(', ')}`,
    remedy: `${first}To go on, run the same command again: it leaves out what is done.`,
  });
}
