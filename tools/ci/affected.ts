import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** Asks Nx which projects with a target the commits since a base can reach, dependents and users of changed locked packages included. */
export function affectedBy(root: string, base: string, target: string): readonly string[] {
  const nx = join(root, 'node_modules', '.bin', 'nx');
  const args = ['show', 'projects', '--affected', `--base=${base}`, '--head=HEAD', `--withTarget=${target}`, '--json'];
  const printed = execFileSync(nx, args, { cwd: root, encoding: 'utf8', env: { ...process.env, NX_DAEMON: 'false' } });
  return JSON.parse(printed) as string[];
}
