import { statSync } from 'node:fs';
import { join } from 'node:path';
import { assertOwnFiles, entriesOf } from '@ringside/host';

/**
 * Refuses a state folder with something in it that another user put there: its files say what runs in the ring, and the ring loads code from its
 * folders. The owner of a folder that was named is trusted. What others
 * could write to is closed to them.
 *
 * @throws OpsError `PERMISSION_DENIED`
 */
export function assertNothingForeign(home: string): void {
  const owner = statSync(home, { throwIfNoEntry: false })?.uid;
  if (owner === undefined) return;
  const nodes = entriesOf(join(home, 'ring'));
  const inNodes = nodes.flatMap((node) => entriesOf(node));
  const loaded = nodes.flatMap((node) => entriesOf(join(node, 'conf')));
  assertOwnFiles([home, ...entriesOf(home), ...nodes, ...inNodes, ...loaded, ...entriesOf(join(home, 'sidecars'))], [owner]);
}
