import { join, sep } from 'node:path';
import { findProcesses } from './host.mjs';
import { Problem } from './problem.mjs';

/** What every ring of a clone runs, and runs on when its launcher was killed. */
const SIDECAR = join('packages', 'sidecar', 'dist', 'main.js');
const STATE_FOLDER = '.ringside';

/**
 * Makes sure that no ring runs out of a clone: `npm ci` empties `node_modules`, and with it goes what running sidecars have yet to load.
 *
 * @param {string} root the clone
 * @throws {Problem} while a sidecar does
 */
export function assertNoRing(root, env = process.env) {
  const program = join(root, SIDECAR);
  const sidecars = (...configured) => findProcesses((line) => line.hasStart(program, '--config', ...configured));
  const [running] = sidecars('');
  if (running === undefined) return;
  const home = (env.RINGSIDE_HOME ?? '') === '' ? join(root, STATE_FOLDER) : env.RINGSIDE_HOME;
  const isUsual = sidecars(home + sep).length > 0;
  throw new Problem(
    `A ring is running out of this folder (sidecar ${running.pid}), and npm ci would remove the files that it runs from.`,
    `Stop it with npx ringside down${isUsual ? '' : ' --directory and its state folder'}, then run the same command again.`,
    75,
  );
}
