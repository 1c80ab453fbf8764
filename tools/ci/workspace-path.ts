import { delimiter, join } from 'node:path';
import { ROOT } from './steps.ts';

/** The `PATH` on which the programs of the workspace's own packages are found before all others, as npm gives it to scripts. */
export function workspacePath(): string {
  return [join(ROOT, 'node_modules', '.bin'), process.env['PATH']].join(delimiter);
}
