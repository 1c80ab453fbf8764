import { errors, type OpsError } from '@ringside/core';
import { docsErrors } from './errors.ts';
import { createGit, type Git, type GitResult, reasonOf } from './git.ts';
import { ownershipRemedy } from './ownership.ts';
import { redactor } from './remote-address.ts';
import { compareCommits, type SourceOrder } from './source-order.ts';

/** The commit that a build was made from, and who publishes it. */
export interface Source {
  readonly commit: string;
  /** `Name <address>`, from the repository's configuration or the environment; undefined when neither says. */
  readonly identity: { readonly name: string; readonly email: string } | undefined;
  /** The top folder of the sources, in which git resolves paths of their configuration. */
  readonly folder: string;
  /** How this commit stands to one that was published. */
  orderTo(published: string): Promise<SourceOrder>;
}

/**
 * Finds the commit that the documentation's sources are at.
 *
 * @param folder any folder of the repository
 * @throws OpsError `DOCS_SOURCE_DIRTY` when anything differs from the commit, so that the message could not be true
 */
export async function readSource(folder: string, signal: AbortSignal): Promise<Source> {
  const git = sourceGit(folder, signal);
  const top = await git.run(['rev-parse', '--show-toplevel']);
  if (top.exitCode !== 0) throw noRepository(folder, top);
  const head = await git.run(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']);
  if (head.exitCode !== 0) {
    throw errors.INVALID_ARGUMENT({
      message: `${folder} is in a git repository without a commit`,
      remedy: 'Commit the sources, build them, then publish.',
    });
  }
  const [changed] = (await git.expect(['status', '--porcelain', '--untracked-files=normal'])).split('\n');
  if (changed !== undefined && changed !== '') {
    throw docsErrors.DOCS_SOURCE_DIRTY({ message: `${folder} has a change that is not committed: ${changed.slice(3)}` });
  }
  const commit = head.stdout.trim();
  return {
    commit,
    identity: await readIdentity(git),
    folder: top.stdout.replace(/\n$/, ''),
    orderTo: (published) => compareCommits(git, commit, published),
  };
}

function noRepository(folder: string, result: GitResult): OpsError {
  const reason = reasonOf(result.errorLines);
  const remedy = ownershipRemedy(result.errorLines);
  if (remedy !== undefined) {
    return errors.INVALID_ARGUMENT({ message: `git does not read ${folder}, which belongs to another user`, remedy });
  }
  const isMissing = /not a git repository|cannot change to/.test(reason);
  const message = isMissing ? `${folder} is not in a git repository` : `git cannot read the repository of ${folder}: ${reason}`;
  return errors.INVALID_ARGUMENT({ message, remedy: 'Name the folder of the sources with --source.' });
}

async function readIdentity(git: Git): Promise<Source['identity']> {
  const { exitCode, stdout } = await git.run(['-c', 'user.useConfigOnly=true', 'var', 'GIT_COMMITTER_IDENT']);
  const match = exitCode === 0 ? /^(.+) <([^>]+)> \d+ [+-]\d{4}$/.exec(stdout.trim()) : null;
  return match === null ? undefined : { name: match[1] ?? '', email: match[2] ?? '' };
}

function sourceGit(folder: string, signal: AbortSignal): Git {
  // Replaced objects would give a commit another history than the one that everybody else sees.
  const env = { GIT_OPTIONAL_LOCKS: '0', GIT_NO_REPLACE_OBJECTS: '1' };
  return createGit({ folder, env, redact: redactor([]), signal });
}
