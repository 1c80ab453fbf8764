import { docsErrors } from './errors.ts';
import type { Git } from './git.ts';

const SHORT_ID = 12;

/**
 * How the commit of the sources stands to the one that a version was published from. `unknown`: the repository does not have that
 * one. `shallow`: the history that would tell was cut off.
 */
export type SourceOrder = 'same' | 'newer' | 'older' | 'diverged' | 'unknown' | 'shallow';

/** Whether a text is the whole id of a commit. */
export function isCommitId(text: string): boolean {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text);
}

/**
 * Compares two commits by ancestry; dates and the order in which pipelines run say nothing.
 *
 * What the commits at hand prove counts in a shallow clone too; only where they prove nothing is the answer `shallow`.
 */
export async function compareCommits(git: Git, commit: string, published: string): Promise<SourceOrder> {
  if (commit === published) return 'same';
  const isKnown = (await git.run(['cat-file', '-e', `${published}^{commit}`])).exitCode === 0;
  const isAncestor = async (older: string, newer: string): Promise<boolean> =>
    (await git.run(['merge-base', '--is-ancestor', older, newer])).exitCode === 0;
  if (isKnown && (await isAncestor(published, commit))) return 'newer';
  if (isKnown && (await isAncestor(commit, published))) return 'older';
  if ((await git.expect(['rev-parse', '--is-shallow-repository'])).trim() === 'true') return 'shallow';
  return isKnown ? 'diverged' : 'unknown';
}

/** What {@link requireForward} judges. */
export interface ForwardStep {
  readonly version: string;
  readonly commit: string;
  readonly published: string;
  readonly order: SourceOrder;
  /** The published commit that may be replaced whatever its order: the whole id, or how it begins. */
  readonly replaceable: string | undefined;
}

/**
 * Refuses to replace documentation by that of a commit which does not follow it.
 *
 * Going back on purpose names the commit that is to be replaced, so that a newer one which was published meanwhile is safe.
 *
 * @throws OpsError `DOCS_SOURCE_NOT_NEWER`
 */
export function requireForward(step: ForwardStep): void {
  const { version, order, published, replaceable } = step;
  if (order === 'same' || order === 'newer') return;
  if (replaceable !== undefined && published.startsWith(replaceable)) return;
  if (replaceable !== undefined) {
    const message = `${version} was published from ${published}, not from ${replaceable}, the commit that --replace-commit names`;
    throw docsErrors.DOCS_SOURCE_NOT_NEWER({
      message,
      remedy: `Look at what stands there now. To replace it, pass --replace-commit ${published}.`,
    });
  }
  const [reason, remedy] = explain(step);
  const message = `${version} was published from ${published.slice(0, SHORT_ID)}, ${reason}`;
  throw docsErrors.DOCS_SOURCE_NOT_NEWER({
    message,
    remedy: `${remedy} To replace it on purpose, pass --replace-commit ${published}.`,
  });
}

function explain({ order, commit, published }: ForwardStep): readonly [reason: string, remedy: string] {
  const own = commit.slice(0, SHORT_ID);
  if (order === 'older') return [`which is newer than ${own}`, 'Nothing to do: the newer documentation stays.'];
  if (order === 'diverged') {
    return [`and ${own} does not contain that commit: the two have diverged`, `Run git merge ${published}, build again, then publish.`];
  }
  if (order === 'shallow') {
    return [`and this shallow clone does not show whether ${own} is newer`, 'Run git fetch --unshallow, then publish again.'];
  }
  return ['a commit that this repository does not have', 'Run git fetch, then publish again.'];
}
