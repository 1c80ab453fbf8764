import { spawnSync } from 'node:child_process';

/** What a run compares with: the commit where the branch left main, or nothing, and then everything runs. */
export type Scope = { readonly base: string } | { readonly everythingBecause: string };

/**
 * Finds the commit to compare with. Whenever that is in doubt everything runs, with the reason: a wrong base would leave out tests that a change
 * can break.
 *
 * @param root the folder of the clone
 * @param main what a change will be merged into
 */
export function findScope(root: string, main = 'origin/main'): Scope {
  const git = (...args: readonly string[]): string | undefined => {
    const { status, stdout } = spawnSync('git', args, { cwd: root, encoding: 'utf8' });
    return status === 0 ? stdout.trim() : undefined;
  };
  const everything = (everythingBecause: string): Scope => ({ everythingBecause });
  if (git('rev-parse', '--show-toplevel') === undefined) return everything('this is no git repository');
  if (git('rev-parse', '--is-shallow-repository') !== 'false')
    return everything('the clone is shallow: its history may lack the commit to compare with');
  if (git('symbolic-ref', '--quiet', 'HEAD') === undefined) return everything('no branch is checked out (HEAD is detached)');
  if (git('rev-parse', '--verify', '--quiet', `${main}^{commit}`) === undefined) return everything(`there is no ${main}`);
  const base = git('merge-base', main, 'HEAD');
  if (base === undefined) return everything(`HEAD and ${main} have no commit in common`);
  if (git('status', '--porcelain') !== '') return everything('there are changes that are not committed');
  if (base === git('rev-parse', 'HEAD')) return everything(`HEAD is on ${main} itself`);
  return { base };
}
