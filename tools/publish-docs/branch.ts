import type { OpsError } from '@ringside/core';
import { docsErrors } from './errors.ts';
import { type Git, type GitResult, reasonOf } from './git.ts';
import { ownershipRemedy } from './ownership.ts';
import type { RemoteAddress } from './remote-address.ts';

const NETWORK_TIMEOUT_MS = 600_000;
/** What a server or git itself says when somebody else has moved the branch meanwhile. */
const MOVED = /fetch first|non-fast-forward|stale info|incorrect old value|reference already exists|is at [0-9a-f]+ but expected/i;
/** What a server says of its disk or its folders, which no later push changes. */
const BROKEN = /permission denied|no space left|disk quota|read-only file system|not a directory|exists; cannot create/i;
/** A lock of the branch: of a push that is about to end, or one that a killed process left. */
const LOCKED = /cannot lock ref|failed to (?:lock|acquire|update ref)|already exists/i;
const DENIED =
  /denied|permission|not allowed|read[- ]only|unauthori[sz]ed|forbidden|authentication|could not read (?:username|password)|error: 40[13]/i;
/** An HTTP status that stays the same however often one asks. */
const HTTP_REFUSAL = /(?:HTTP|error:) 4(?!08|29)\d\d\b/;
/** What the remote cannot do at all. */
const UNSUPPORTED = /the receiving end does not support/i;
const REPAIR = 'Have what the message names repaired on the remote, then publish again.';

/** How a push ended; a refusal is an error instead. */
export interface PushVerdict {
  /** `locked`: somebody holds the branch's lock, or left it behind. `unclear`: the connection broke before the remote had answered. */
  readonly kind: 'pushed' | 'moved' | 'locked' | 'unclear';
  /** What the remote or git said. */
  readonly reason: string;
}

/** One branch of a remote, as far as publishing needs it. */
export interface RemoteBranch {
  /**
   * Brings the branch's newest commit and its trees, not its files.
   *
   * @returns its id; undefined when there is no such branch
   * @throws OpsError `DOCS_PUSH_REFUSED` when the remote has a branch beside which there can be none of this name
   */
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
      const listed = await git.run(['ls-remote', '--heads', 'origin', ref, `${ref}/*`, ...foldersAbove(branch)], network);
      if (listed.exitCode !== 0) throw cannotReach(remote, listed);
      const heads = listed.stdout.split('\n').map((line) => line.slice(line.indexOf('\t') + 1));
      if (!heads.includes(ref)) {
        refuseNeighbour(heads, ref, remote);
        return undefined;
      }
      await fetchRef(git, ref, remote);
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
 * Fetches the branch without its files where the server can filter. Such a server need not hand out single files afterwards (over
 * the old protocol, which SSH without `GIT_PROTOCOL` speaks, it does not); then everything is fetched.
 */
async function fetchRef(git: Git, ref: string, remote: RemoteAddress): Promise<void> {
  const fetch = async (...more: readonly string[]): Promise<void> => {
    const args = ['fetch', '--quiet', '--depth=1', '--no-tags', ...more, 'origin', `+${ref}:refs/tip`];
    const fetched = await git.run(args, { timeoutMs: NETWORK_TIMEOUT_MS });
    if (fetched.exitCode !== 0) throw cannotReach(remote, fetched);
  };
  await fetch('--filter=blob:none');
  const file = (await git.expect(['ls-tree', '-z', 'refs/tip'])).split('\0').find((line) => line.includes(' blob '));
  const [, , id = ''] = (file?.split('\t')[0] ?? '').split(' ');
  if (id === '' || (await git.run(['cat-file', '-e', id])).exitCode === 0) return;
  await git.expect(['update-ref', '-d', 'refs/tip']);
  await fetch('--no-filter', '--refetch');
}

/** The refs that would have to be folders for a branch to exist: of `a/b/c`, `a` and `a/b`. */
function foldersAbove(branch: string): readonly string[] {
  const parts = branch.split('/');
  return parts.slice(1).map((_, index) => `refs/heads/${parts.slice(0, index + 1).join('/')}`);
}

/** Git keeps no branch beside a folder of its name, so no number of tries makes one. */
function refuseNeighbour(heads: readonly string[], ref: string, remote: RemoteAddress): void {
  const found = heads.find((head) => head.startsWith(`${ref}/`) || (head !== '' && ref.startsWith(`${head}/`)));
  if (found === undefined) return;
  const [branch, neighbour] = [ref, found].map((name) => name.slice('refs/heads/'.length));
  throw docsErrors.DOCS_PUSH_REFUSED({
    message: `${remote.shown} has a branch ${neighbour}, and git cannot keep ${branch} beside it`,
    remedy: `If nobody needs it, run git push ${remote.shown} --delete ${neighbour}; or publish to another branch with --branch.`,
  });
}

/**
 * Reads what `git push --porcelain` said.
 *
 * @returns `unclear` when the connection broke before the remote had answered: the push may have arrived
 * @throws OpsError `DOCS_PUSH_REFUSED` when asking again would not help
 */
export function judgePush(result: GitResult, branch: string, remote: RemoteAddress): PushVerdict {
  if (result.exitCode === 0) return { kind: 'pushed', reason: '' };
  const rejected = /^!\t\S+\t(.*)$/m.exec(result.stdout)?.[1];
  if (rejected === undefined) return judgeBroken(result, branch, remote);
  const reason = hookReason(rejected, result);
  const said = [rejected, ...result.errorLines.filter((line) => line.startsWith('remote: error: '))].join('\n');
  if (MOVED.test(said)) return { kind: 'moved', reason };
  if (BROKEN.test(said)) throw refused(remote, `the push to ${branch}`, reason, REPAIR);
  if (LOCKED.test(said)) return { kind: 'locked', reason };
  throw refused(remote, `the push to ${branch}`, reason);
}

function judgeBroken(result: GitResult, branch: string, remote: RemoteAddress): PushVerdict {
  const denied = result.errorLines.filter((line) => DENIED.test(line));
  if (denied.length > 0) throw refused(remote, `the push to ${branch}`, reasonOf(denied));
  const final = result.errorLines.filter((line) => HTTP_REFUSAL.test(line) || UNSUPPORTED.test(line));
  if (final.length > 0) throw refused(remote, `the push to ${branch}`, reasonOf(final), REPAIR);
  return { kind: 'unclear', reason: reasonOf(result.errorLines) };
}

/** A push that meets the same lock again and again while the branch stays where it is. */
export function lockStays(remote: RemoteAddress, branch: string, reason: string): OpsError {
  const remedy = 'If nobody else is publishing, have the lock file of the branch removed on the remote, then publish again.';
  return refused(remote, `the push to ${branch}`, `its lock is held and the branch does not move: ${reason}`, remedy);
}

function cannotReach(remote: RemoteAddress, result: GitResult): OpsError {
  const owner = ownershipRemedy(result.errorLines);
  if (owner !== undefined) {
    return docsErrors.DOCS_REMOTE_UNAVAILABLE({
      message: `git does not read ${remote.shown}, which belongs to another user`,
      remedy: owner,
    });
  }
  const denied = result.errorLines.filter((line) => DENIED.test(line));
  if (denied.length > 0) return refused(remote, 'to be read', reasonOf(denied));
  return docsErrors.DOCS_REMOTE_UNAVAILABLE({ message: `${remote.shown} cannot be reached: ${reasonOf(result.errorLines)}` });
}

function refused(remote: RemoteAddress, what: string, reason: string, remedy?: string): OpsError {
  const message = `${remote.shown} refused ${what}: ${reason}`;
  return docsErrors.DOCS_PUSH_REFUSED(remedy === undefined ? { message } : { message, remedy });
}

/** The bracketed reason of the rejection, with what the remote said to people. */
function hookReason(rejected: string, { errorLines }: GitResult): string {
  const said = errorLines
    .filter((line) => line.startsWith('remote: ') && !/^remote: (?:Resolving|Counting|Compressing|Enumerating|Total)/.test(line))
    .map((line) => line.slice('remote: '.length).trim())
    .filter((line) => line !== '');
  return [/\((.*)\)/.exec(rejected)?.[1] ?? rejected, ...said.slice(0, 3)].join('; ');
}
