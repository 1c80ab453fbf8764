import { resolve } from 'node:path';
import type { Git } from './git.ts';

/** One line of git's configuration; undefined is a key without a value, which means true. */
export interface Setting {
  readonly key: string;
  readonly value: string | undefined;
}

/** What decides how git reaches a remote, and nothing that would tie it to the sources' repository. */
const WANTED =
  /^(?:(?:credential|http|ssh|protocol|gpg)\.|core\.(?:sshcommand|askpass|gitproxy)$|push\.(?:pushoption|gpgsign)$|user\.signingkey$)/;
const OF_REMOTE = /^(?:proxy|proxyauthmethod|uploadpack|receivepack|serveroption|vcs)$/;

/** All settings that git sees in a repository, in their order: system, user, the clone, its worktree, the environment, includes followed. */
export async function readSettings(git: Git): Promise<readonly Setting[]> {
  const listed = await git.expect(['config', '--list', '-z']);
  return listed
    .split('\0')
    .filter((line) => line !== '')
    .map((line) => {
      const end = line.indexOf('\n');
      return end < 0 ? { key: line, value: undefined } : { key: line.slice(0, end), value: line.slice(end + 1) };
    });
}

/**
 * The settings for reaching a remote that git sees in the sources but not elsewhere: those of the clone and of conditional includes.
 * Each stands as often and in the order as there, because lists such as `credential.helper` grow, and an empty value empties them.
 *
 * @param elsewhere what git sees in the repository that lacks them
 * @param remote the name of the remote in the sources, whose own settings become those of `origin`
 */
export function missingSettings(sources: readonly Setting[], elsewhere: readonly Setting[], remote: string): readonly Setting[] {
  const there = new Map<string, number>();
  for (const setting of elsewhere) there.set(idOf(setting), (there.get(idOf(setting)) ?? 0) + 1);
  return sources.flatMap((setting) => {
    const count = there.get(idOf(setting)) ?? 0;
    if (count > 0) {
      there.set(idOf(setting), count - 1);
      return [];
    }
    if (WANTED.test(setting.key)) return [setting];
    const name = setting.key.startsWith(`remote.${remote}.`) ? setting.key.slice(`remote.${remote}.`.length) : '';
    return OF_REMOTE.test(name) ? [{ ...setting, key: `remote.origin.${name}` }] : [];
  });
}

function idOf({ key, value }: Setting): string {
  return value === undefined ? key : `${key}\n${value}`;
}

/** The last value of a setting, which is the one that counts. */
export function settingOf(settings: readonly Setting[], key: string): string | undefined {
  return settings.findLast((setting) => setting.key === key)?.value;
}

/**
 * The address that git would push to: of a remote by its name, rewritten as `insteadOf` and `pushInsteadOf` say, a relative path
 * made absolute.
 *
 * @param remote an address, or the name of a remote of the sources
 * @param folders where relative paths begin: the sources' for what their configuration says, the caller's for an argument
 */
export function pushAddress(
  settings: readonly Setting[],
  remote: string,
  folders: { readonly sources: string; readonly caller: string },
): string {
  const named = (name: string): string | undefined =>
    settings.find(({ key, value }) => key === `remote.${remote}.${name}` && value !== undefined && value !== '')?.value;
  const explicit = named('pushurl');
  const url = explicit ?? named('url');
  const pushed = explicit ?? rewritten(settings, url ?? remote, 'pushinsteadof');
  const address = pushed ?? rewritten(settings, url ?? remote, 'insteadof') ?? url ?? remote;
  const final = explicit === undefined ? address : (rewritten(settings, explicit, 'insteadof') ?? explicit);
  const isPath = !/^[^/]*:/.test(final);
  return isPath ? resolve(url === undefined ? folders.caller : folders.sources, final) : final;
}

/** The address with the longest prefix replaced that a rule of one kind names; undefined when no rule fits. */
function rewritten(settings: readonly Setting[], address: string, rule: 'insteadof' | 'pushinsteadof'): string | undefined {
  let longest = '';
  let found: string | undefined;
  for (const { key, value = '' } of settings) {
    if (!key.startsWith('url.') || !key.endsWith(`.${rule}`) || value.length <= longest.length || !address.startsWith(value)) continue;
    longest = value;
    found = `${key.slice('url.'.length, -`.${rule}`.length)}${address.slice(value.length)}`;
  }
  return found;
}

/** Settings as a configuration file of git. */
export function formatSettings(settings: readonly Setting[]): string {
  return settings
    .map(({ key, value }) => {
      const [first, last] = [key.indexOf('.'), key.lastIndexOf('.')];
      const subsection = first === last ? '' : ` "${key.slice(first + 1, last).replaceAll(/["\\]/g, String.raw`\$&`)}"`;
      return `[${key.slice(0, first)}${subsection}]\n\t${key.slice(last + 1)}${value === undefined ? '' : ` = ${quoted(value)}`}\n`;
    })
    .join('');
}

function quoted(value: string): string {
  const escaped = value
    .replaceAll(/["\\]/g, String.raw`\$&`)
    .replaceAll('\n', String.raw`\n`)
    .replaceAll('\t', String.raw`\t`);
  return `"${escaped}"`;
}
