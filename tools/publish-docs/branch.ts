import { OpsError } from '@ringside/core';
import { type Git, type GitResult, reasonOf } from './git.ts';
import type { RemoteAddress } from './remote-address.ts';

const NETWORK_TIMEOUT_MS = 600_000;
/** What a server or git itself says when somebody else has moved the branch meanwhile. */
const MOVED = /fetch first|non-fast-forward|stale info|already exists|cannot lock ref|failed to (?:lock|update ref)|incorrect old value/i;
const DENIED =
  /denied|permission|not allowed|read[- ]only|unauthori[sz]ed|forbidden|authentication|could not read (?:username|password)|error: 40[13]/i;

/** How a push ended; a refusal is an error instead. */
export type PushVerdict = 'pushed' | 'moved' | 'unclear';

/** One branch of a remote, as far as publishing needs it. */
export interface RemoteBranch {
  /** Brings the branch's newest commit and its trees, not its files. @returns its id; undefined when there is no such branch */
  fetchTip(): Promise<string | undefined>;
  /** Moves the branch forward to a commit. Never forces. @throws OpsError `DOCS_PUSH_REFUSED` when the remote does not let us */
  push(commit: string, onProgress: (line: string) => void): Promise<PushVerdict>;
}

/** @param branch a name that `git check-ref-format --branch` accepts */
export function remoteBranch(git: Git, branch: string, remote: RemoteAddress): RemoteBranch {
  const ref = `refs/heads/${branch}`;
  const network = { timeoutMs: NETWORK_TIMEOUT_MS };
  return {
    async fetchTip() {
      const listed = await git.run(['ls-remote', '--heads', 'origin', ref], network);
      if (listed.exitCode !== 0) throw cannotReach(remote, listed);
      if (!listed.stdout.includes(ref)) return undefined;
      const arguments_ = ['--quiet', '--depth=1', '--no-tags', '--filter=blob:none', 'origin', `+${ref}:refs/tip`];
      const fetched = await git.run(['fetch', ...arguments_], network);
      if (fetched.exitCode !== 0) throw cannotReach(remote, fetched);
      return (await git.expect(['rev-parse', '--verify', 'refs/tip^{commit}'])).trim();
    },
    async push(commit, onErrorLine) {
      const result = await git.run(['push', '--porcelain', '--progress', '--no-thin', 'origin', `${commit}:${ref}`], {
        ...network,
        onErrorLine,
      });
      return judgePush(result, branch, remote);
    },
  };
}

/**
 * Reads what `git push --porcelain` said.
 *
 * @returns `unclear` when the connection broke before the remote had answered: the push may have arrived
 * @throws OpsError `DOCS_PUSH_REFUSED` when asking again would not help
 */
export function judgePush(result: GitResult, branch: string, remote: RemoteAddress): PushVerdict {
  if (result.exitCode === 0) return 'pushed';
  const rejected = /^!\t\S+\t(.*)$/m.exec(result.stdout)?.[1];
  if (rejected !== undefined && MOVED.test(rejected)) return 'moved';
  if (rejected === undefined && !result.errorLines.some((line) => DENIED.test(line))) return 'unclear';
  throw refused(remote, `the push to ${branch}`, rejected === undefined ? deniedReason(result) : hookReason(rejected, result));
}

function cannotReach(remote: RemoteAddress, result: GitResult): OpsError {
  if (result.errorLines.some((line) => DENIED.test(line))) return refused(remote, 'to be read', deniedReason(result));
  return new OpsError('DOCS_REMOTE_UNAVAILABLE', { message: `${remote.shown} cannot be reached: ${reasonOf(result.errorLines)}` });
}

function refused(remote: RemoteAddress, what: string, reason: string): OpsError {
  return new OpsError('DOCS_PUSH_REFUSED', { message: `${remote.shown} refused ${what}: ${reason}` });
}

function deniedReason({ errorLines }: GitResult): string {
  return reasonOf(errorLines.filter((line) => DENIED.test(line)));
}

/** The bracketed reason of the rejection, with what a hook of the remote said to people. */
function hookReason(rejected: string, { errorLines }: GitResult): string {
  const said = errorLines
    .filter((line) => line.startsWith('remote: ') && !/^remote: (?:Resolving|Counting|Compressing|Enumerating|Total)/.test(line))
    .map((line) => line.slice('remote: '.length).trim())
    .filter((line) => line !== '');
  return [/\((.*)\)/.exec(rejected)?.[1] ?? rejected, ...said.slice(0, 3)].join('; ');
}
