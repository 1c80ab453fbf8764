import { appendFile, chmod, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeClaimedFolder, removeAbandonedFolders } from '@ringside/host';
import { createGit, type Git } from './git.ts';
import type { RemoteAddress } from './remote-address.ts';
import { formatSettings, missingSettings, readSettings, type Setting, settingOf } from './user-settings.ts';

const PREFIX = 'ringside-publish-docs-';
const USER_VARIABLE = 'RINGSIDE_PUBLISH_USER';
const PASSWORD_VARIABLE = 'RINGSIDE_PUBLISH_PASSWORD';
const HELPER = `!f() { if test "$1" = get; then printf 'username=%s\\npassword=%s\\n' "$${USER_VARIABLE}" "$${PASSWORD_VARIABLE}"; fi; }; f`;

/** A temporary bare repository that knows the remote as `origin`. */
export interface Workplace extends AsyncDisposable {
  readonly git: Git;
}

/** What a {@link Workplace} is made for. */
export interface WorkplaceOptions {
  readonly remote: RemoteAddress;
  /** The name of the remote in the sources, or its address. */
  readonly remoteName: string;
  /** The top folder of the sources; programs that their configuration names run there. */
  readonly sourceFolder: string;
  /** All settings that git sees in the sources. */
  readonly settings: readonly Setting[];
  readonly redact: (text: string) => string;
  readonly signal: AbortSignal;
}

/**
 * Makes a bare repository in a temporary folder of this process. Its disposal removes the folder; folders of publishers that were
 * killed are removed here.
 *
 * Git reaches the remote as it would from the sources: whatever their configuration says of SSH, HTTP and credentials is written
 * into the repository's own configuration, which only this user can read. Nothing of it is ever an argument, which every user of a
 * machine can see; credentials of the address reach git through the environment of a credential helper.
 */
export async function openWorkplace(options: WorkplaceOptions): Promise<Workplace> {
  await removeAbandonedFolders(tmpdir(), PREFIX);
  const { path: folder, release } = await makeClaimedFolder(tmpdir(), PREFIX);
  const dispose = async (): Promise<void> => {
    release();
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  };
  try {
    return { git: await openRepository(join(folder, 'git'), options), [Symbol.asyncDispose]: dispose };
  } catch (thrown) {
    await dispose();
    throw thrown;
  }
}

async function openRepository(gitFolder: string, options: WorkplaceOptions): Promise<Git> {
  const { remote, redact, signal, sourceFolder } = options;
  const { user = '', password = '' } = remote.credentials ?? {};
  const env = { GIT_DIR: gitFolder, [USER_VARIABLE]: user, [PASSWORD_VARIABLE]: password };
  const git = createGit({ folder: sourceFolder, redact, signal, env });
  await git.expect(['init', '--quiet', '--bare', '--object-format=sha1', '--initial-branch=unused']);
  const config = join(gitFolder, 'config');
  await chmod(config, 0o600);
  await appendFile(config, formatSettings([...(await userSettings(git, options)), ...remoteSettings(remote)]));
  return git;
}

async function userSettings(git: Git, { settings, remoteName }: WorkplaceOptions): Promise<readonly Setting[]> {
  const choosesSsh =
    settingOf(settings, 'core.sshcommand') !== undefined ||
    process.env['GIT_SSH_COMMAND'] !== undefined ||
    process.env['GIT_SSH'] !== undefined;
  // Plain ssh would ask on the terminal, where nobody may sit.
  const batch = choosesSsh ? [] : [{ key: 'core.sshcommand', value: 'ssh -o BatchMode=yes' }];
  return [...missingSettings(settings, await readSettings(git), remoteName), ...batch];
}

/**
 * The remote, its address taken as it is (it has been rewritten already), and its credentials. With a password nobody else is
 * asked, nor told to store it; a user alone may have a password in a helper, and without one it is a token.
 */
function remoteSettings({ url, credentials }: RemoteAddress): readonly Setting[] {
  const origin = [
    { key: 'remote.origin.url', value: url },
    { key: `url.${url}.insteadof`, value: url },
    { key: `url.${url}.pushinsteadof`, value: url },
  ];
  const host = /^https?:\/\/[^/?#]+/i.exec(url)?.[0];
  if (credentials === undefined || host === undefined) return origin;
  const own = { key: `credential.${host}.helper`, value: HELPER };
  const before =
    credentials.password === ''
      ? { key: `credential.${host}.username`, value: credentials.user }
      : { key: `credential.${host}.helper`, value: '' };
  return [...origin, before, own];
}
