import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../ci/steps.ts';
import type { Manifest, Published } from './published.ts';

/** What a registry shows of every package: the address that the root manifest has, and only that one. */
const REPOSITORY = (JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Manifest).repository?.url;

/**
 * Finds what a package's manifest lacks before it can be published.
 *
 * @returns one sentence a fault
 */
export function manifestFaults({ folder, manifest }: Published): readonly string[] {
  const { license, description, repository, publishConfig, engines, files = [] } = manifest;
  const holds: readonly (readonly [boolean, string])[] = [
    [license === 'Apache-2.0', 'license is not Apache-2.0'],
    [(description ?? '') !== '', 'description is missing'],
    [repository?.type === 'git' && repository.url === REPOSITORY, `repository.url is not ${REPOSITORY}`],
    [repository?.directory === folder, `repository.directory is not ${folder}`],
    [publishConfig?.access === 'public', 'publishConfig.access is not public'],
    [publishConfig?.provenance === true, 'publishConfig.provenance is not true'],
    [(engines?.node ?? '') !== '', 'engines.node is missing'],
    [files.includes('dist'), 'files lacks dist'],
  ];
  return holds.flatMap(([isSo, fault]) => (isSo ? [] : [`${manifest.name}: ${fault}`]));
}

const REQUIRED = ['package.json', 'README.md', 'LICENSE', 'NOTICE'];
/** Folders that a manifest may name, which something must have filled. */
const FOLDERS = ['dist', 'src', 'bin', 'agents'];
const FORBIDDEN: readonly (readonly [RegExp, string])[] = [
  [/\.test\.[^/]*$/, 'is a test'],
  [/(^|\/)(testing|vectors|fixtures|test-results|spec)\//, 'is support of tests'],
  [/\.tsbuildinfo$/, 'is a note of the compiler'],
  [/(^|\/)\.env|\.log$|\.pem$/, 'may hold what nobody else should read'],
];

/**
 * Finds what is wrong with what a package's archive holds: a file that has to be there is not, or one that is of use here only is.
 *
 * @param files paths in the archive, without the leading `package/`
 */
export function archiveFaults({ manifest }: Published, files: readonly string[]): readonly string[] {
  const needed = [
    ...REQUIRED,
    ...Object.values(manifest.exports ?? {}).flatMap((target) => Object.values(target)),
    ...Object.values(manifest.bin ?? {}),
  ];
  const missing = needed.map((path) => path.replace(/^\.\//, '')).filter((path) => !files.includes(path));
  const empty = FOLDERS.filter(
    (folder) => manifest.files?.includes(folder) === true && !files.some((file) => file.startsWith(`${folder}/`)),
  );
  const foreign = files.flatMap((file) => FORBIDDEN.flatMap(([pattern, why]) => (pattern.test(file) ? [`${file} ${why}`] : [])));
  return [...[...missing, ...empty].map((path) => `${path} is missing`), ...foreign].map((fault) => `${manifest.name}: ${fault}`);
}
