import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGit, type Git } from './git.ts';
import type { RemoteAddress } from './remote-address.ts';

const PREFIX = 'ringside-publish-docs-';
const USER_VARIABLE = 'RINGSIDE_PUBLISH_USER';
const PASSWORD_VARIABLE = 'RINGSIDE_PUBLISH_PASSWORD';

/** A temporary bare repository that knows the remote as `origin`. */
export interface Workplace extends AsyncDisposable {
  readonly git: Git;
}

/**
 * Makes a bare repository in a temporary folder of this process. Its disposal removes the folder; folders of publishers that were
 * killed are removed here, by the process id in their name.
 *
 * Credentials reach git through an askpass program that reads them from the environment: never through an argument, which every
 * user of a machine can see, nor a file.
 */
export async function openWorkplace(
  remote: RemoteAddress,
  options: { readonly redact: (text: string) => string; readonly signal: AbortSignal },
): Promise<Workplace> {
  await removeAbandoned();
  const folder = await mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`));
  const dispose = async (): Promise<void> => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  try {
    const git = createGit({ ...options, folder, env: await askpass(folder, remote) });
    await git.expect(['init', '--quiet', '--bare', '--initial-branch=unused', '.']);
    await git.expect(['config', 'remote.origin.url', remote.url]);
    return { git, [Symbol.asyncDispose]: dispose };
  } catch (thrown) {
    await dispose();
    throw thrown;
  }
}

async function askpass(folder: string, { credentials }: RemoteAddress): Promise<Record<string, string>> {
  if (credentials === undefined) return {};
  const program = join(folder, 'askpass.sh');
  const script = `#!/bin/sh\ncase "$1" in\n  Username*) printf '%s\\n' "$${USER_VARIABLE}" ;;\n  *) printf '%s\\n' "$${PASSWORD_VARIABLE}" ;;\nesac\n`;
  await writeFile(program, script, { mode: 0o700 });
  return { GIT_ASKPASS: program, [USER_VARIABLE]: credentials.user, [PASSWORD_VARIABLE]: credentials.password };
}

async function removeAbandoned(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = name.startsWith(PREFIX) ? Number(name.slice(PREFIX.length).split('-')[0]) : Number.NaN;
    // What cannot be removed is somebody else's and does no harm.
    if (Number.isInteger(pid) && !isRunning(pid)) await rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => undefined);
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === 'EPERM';
  }
}
