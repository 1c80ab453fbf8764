import { spawnSync } from 'node:child_process';

/**
 * Finds the commit to compare with. Whenever that is in doubt everything runs, with the reason: a wrong base would leave out tests that a change
 * can break. Plain JavaScript, because a job asks before it has installed anything.
 */
export function findScope(root, main = 'origin/main') {
  const git = gitIn(root);
  const everything = (everythingBecause) => ({ everythingBecause });
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

/** The paths that differ between a commit and HEAD, both sides of a renaming included. */
export function changedSince(root, base) {
  return (gitIn(root)('diff', '--name-only', '--no-renames', '-z', base, 'HEAD') ?? '').split('\0').filter((path) => path !== '');
}

function gitIn(root) {
  return (...args) => {
    const { status, stdout } = spawnSync('git', args, { cwd: root, encoding: 'utf8' });
    return status === 0 ? stdout.trim() : undefined;
  };
}
