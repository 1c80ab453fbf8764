import { OpsError } from '@ringside/core';
import { createGit, type Git } from './git.ts';
import { redactor } from './remote-address.ts';

/** The commit that a build was made from, and who publishes it. */
export interface Source {
  readonly commit: string;
  /** `Name <address>`, from the repository's configuration or the environment; undefined when neither says. */
  readonly identity: { readonly name: string; readonly email: string } | undefined;
}

/**
 * Finds the commit that the documentation's sources are at.
 *
 * @param folder any folder of the repository
 * @throws OpsError `DOCS_SOURCE_DIRTY` when anything differs from the commit, so that the message could not be true
 */
export async function readSource(folder: string, signal: AbortSignal): Promise<Source> {
  const git = sourceGit(folder, signal);
  const head = await git.run(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']);
  if (head.exitCode !== 0) {
    throw new OpsError('INVALID_ARGUMENT', {
      message: `${folder} is not in a git repository with a commit`,
      remedy: 'Name the folder of the sources with --source.',
    });
  }
  const [changed] = (await git.expect(['status', '--porcelain', '--untracked-files=normal'])).split('\n');
  if (changed !== undefined && changed !== '') {
    throw new OpsError('DOCS_SOURCE_DIRTY', { message: `${folder} has a change that is not committed: ${changed.slice(3)}` });
  }
  return { commit: head.stdout.trim(), identity: await readIdentity(git) };
}

/** The address of a remote of the sources by its name, such as `origin`; anything that is not such a name comes back as it is. */
export async function resolveRemote(folder: string, remote: string, signal: AbortSignal): Promise<string> {
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(remote)) return remote;
  // Not redacted: this is the address itself, which goes to `remoteAddress()` and nowhere else.
  const git = createGit({ folder, redact: (text) => text, signal });
  const { exitCode, stdout } = await git.run(['remote', 'get-url', '--push', remote]);
  return exitCode === 0 ? stdout.trim() : remote;
}

async function readIdentity(git: Git): Promise<Source['identity']> {
  const { exitCode, stdout } = await git.run(['-c', 'user.useConfigOnly=true', 'var', 'GIT_COMMITTER_IDENT']);
  const match = exitCode === 0 ? /^(.+) <([^>]+)> \d+ [+-]\d{4}$/.exec(stdout.trim()) : null;
  return match === null ? undefined : { name: match[1] ?? '', email: match[2] ?? '' };
}

function sourceGit(folder: string, signal: AbortSignal): Git {
  return createGit({ folder, env: { GIT_OPTIONAL_LOCKS: '0' }, redact: redactor(undefined), signal });
}
