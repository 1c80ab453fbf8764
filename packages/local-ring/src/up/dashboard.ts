import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * True when the dashboard, which every sidecar serves at `/`, is built where the sidecar looks for it: in the package beside, of a clone
 * as of an installation.
 */
export function dashboardIsBuilt(): boolean {
  return existsSync(fileURLToPath(new URL('../../../dashboard/dist/index.html', import.meta.url)));
}
