import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Host } from './host.ts';

/** The last release of Debian that has Java 11. */
const LAST_WITH_JAVA_11 = { version: 11, codename: 'bullseye' } as const;

const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';
const SOURCE_FILE = '/etc/apt/sources.list.d/ringside-java-11.list';

/** Nothing that a shell would read in another way, and no user name with a password, because the command is shown. */
const PLAIN_ADDRESS = /^[a-z+]+:[\w./:~%+-]+$/;

/**
 * The command that makes Java 11 known to apt on a Debian that no longer has it: an apt source for Debian 11 on the mirror that this machine
 * already uses, signed by Debian's own keys.
 *
 * @returns the program with its arguments; `undefined` on other systems, on a Debian that has Java 11, and where no mirror is set
 */
export async function java11Source(host: Host): Promise<readonly string[] | undefined> {
  const release = await readFile(join(host.rootDirectory, 'etc/os-release'), 'utf8').catch(() => '');
  const value = (name: string): string | undefined => new RegExp(`^${name}="?([^"\\n]*)"?$`, 'm').exec(release)?.[1];
  const codename = value('VERSION_CODENAME');
  if (value('ID') !== 'debian' || codename === undefined || !(Number(value('VERSION_ID')) > LAST_WITH_JAVA_11.version)) return undefined;
  const mirror = await mirrorOf(codename, host);
  if (mirror === undefined) return undefined;
  const source = `deb [signed-by=${KEYRING}] ${mirror} ${LAST_WITH_JAVA_11.codename} main`;
  return ['sh', '-c', `echo "${source}" > ${SOURCE_FILE}`];
}

/** The address that apt fetches a release's main packages from. */
async function mirrorOf(codename: string, host: Host): Promise<string | undefined> {
  const folder = join(host.rootDirectory, 'etc/apt');
  const names = await readdir(join(folder, 'sources.list.d')).catch(() => []);
  const files = ['sources.list', ...names.map((name) => join('sources.list.d', name))];
  const texts = await Promise.all(files.map(async (file) => ({ file, text: await readFile(join(folder, file), 'utf8').catch(() => '') })));
  const addresses = texts.flatMap(({ file, text }) =>
    file.endsWith('.sources') ? fromStanzas(text, codename) : fromLines(text, codename),
  );
  return addresses.find((address) => PLAIN_ADDRESS.test(address));
}

/** The addresses of a release in apt's one-line form (sources.list(5)). */
function fromLines(text: string, codename: string): readonly string[] {
  const lines = text.matchAll(/^deb\s+(?:\[[^\]\n]*\]\s+)?(\S+)\s+(\S+)\s/gm);
  return [...lines].filter((line) => line[2] === codename).flatMap((line) => line[1] ?? []);
}

/** The addresses of a release in apt's deb822 form (sources.list(5)). */
function fromStanzas(text: string, codename: string): readonly string[] {
  const withoutComments = text.replaceAll(/^#.*\n/gm, '');
  return withoutComments.split(/\n\s*\n/).flatMap((stanza) => {
    const words = (field: string): readonly string[] => new RegExp(`^${field}:(.*)$`, 'im').exec(stanza)?.[1]?.trim().split(/\s+/) ?? [];
    return words('Types').includes('deb') && words('Suites').includes(codename) ? words('URIs') : [];
  });
}
