import { readdir } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { javaCache } from '../cassandra/cache-directory.ts';
import type { Host } from './host.ts';

/** Where a Java home may be, and how we came to look there. */
export interface JavaPlace {
  readonly home: string;
  /** E.g. `JAVA_HOME`, `PATH`, `/usr/lib/jvm`. */
  readonly origin: string;
}

/** Folders whose every child may be a Java home, with what lies between the child and the home. */
const SYSTEM_PARENTS: readonly { readonly parent: string; readonly below: string }[] = [
  { parent: '/usr/lib/jvm', below: '' },
  { parent: '/usr/lib64/jvm', below: '' },
  { parent: '/usr/java', below: '' },
  { parent: '/opt/java', below: '' },
  { parent: '/Library/Java/JavaVirtualMachines', below: 'Contents/Home' },
];
const USER_PARENTS: readonly { readonly parent: string; readonly below: string }[] = [
  { parent: '.sdkman/candidates/java', below: '' },
  { parent: '.jdks', below: '' },
  { parent: '.asdf/installs/java', below: '' },
  { parent: '.local/share/mise/installs/java', below: '' },
  { parent: 'Library/Java/JavaVirtualMachines', below: 'Contents/Home' },
];
const BREW_PREFIXES = ['/opt/homebrew', '/usr/local', '/home/linuxbrew/.linuxbrew'];
const BREW_FORMULAE = ['openjdk@17', 'openjdk@11', 'openjdk'];

/**
 * Every place where a Java home usually is, most wanted first: `JAVA_HOME`, then `PATH`, then the folders of package managers,
 * SDKMAN, Homebrew and development environments, and last Ringside's own cache. Most do not exist; the caller looks.
 */
export async function javaPlaces(host: Host): Promise<readonly JavaPlace[]> {
  const named = host.env['JAVA_HOME'];
  const explicit: JavaPlace[] = named === undefined || named === '' ? [] : [{ home: named, origin: 'JAVA_HOME' }];
  const onPath = searchPath(host).map((directory) => ({ home: dirname(directory), origin: 'PATH' }));
  const sdkman = host.env['SDKMAN_DIR'];
  const parents = [
    ...SYSTEM_PARENTS.map(({ parent, below }) => ({ parent: join(host.rootDirectory, parent), below })),
    ...(sdkman === undefined ? [] : [{ parent: join(sdkman, 'candidates/java'), below: '' }]),
    ...USER_PARENTS.map(({ parent, below }) => ({ parent: join(host.homeDirectory, parent), below })),
  ];
  const listed = await Promise.all(parents.map(({ parent, below }) => childrenOf(parent, below)));
  return [...explicit, ...onPath, ...listed.flat(), ...brewPlaces(host), ...(await childrenOf(javaCache(host), ''))];
}

/** The folders of `PATH`, in order. */
export function searchPath(host: Host): readonly string[] {
  return (host.env['PATH'] ?? '').split(delimiter).filter((directory) => directory !== '');
}

async function childrenOf(parent: string, below: string): Promise<readonly JavaPlace[]> {
  const names = await readdir(parent).catch(() => []);
  return names.toSorted((a, b) => (a < b ? -1 : 1)).map((name) => ({ home: join(parent, name, below), origin: parent }));
}

function brewPlaces(host: Host): readonly JavaPlace[] {
  const homes = BREW_PREFIXES.flatMap((prefix) =>
    BREW_FORMULAE.flatMap((formula) => {
      const kept = join(host.rootDirectory, prefix, 'opt', formula, 'libexec');
      return [join(kept, 'openjdk.jdk/Contents/Home'), kept];
    }),
  );
  return homes.map((home) => ({ home, origin: 'Homebrew' }));
}
