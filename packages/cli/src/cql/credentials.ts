import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { CliIo, Sourced } from '@ringside/cli-kit';
import type { Credentials } from '@ringside/client';
import { errors, nearest, type OpsError } from '@ringside/core';
import type { Cqlshrc } from './cqlshrc.ts';
import { type Ini, NO_SECTION } from './ini.ts';
import { readIni } from './secret-file.ts';

/** Where credentials may come from. */
export interface CredentialSources {
  /** The file that `--credentials` or `RINGSIDE_CQL_CREDENTIALS` names. */
  readonly file?: string | undefined;
  readonly username?: Sourced<string> | undefined;
  /** Asks for a password; absent where nobody can be asked. */
  readonly ask?: ((username: string) => Promise<string>) | undefined;
  readonly password?: string | undefined;
  readonly cqlshrc?: Cqlshrc | undefined;
}

/** A name and a password, as far as one source has them. */
interface Half {
  readonly username?: string | undefined;
  readonly password?: string | undefined;
}

/**
 * The credentials: of `-u` and `-p`, else of the environment, else of a file in cqlsh's format, else of a `cqlshrc`. A name without a
 * password is asked for its password.
 *
 * @returns `undefined` when there are none: the node then must let anybody in
 * @throws OpsError `CONFIG_INVALID`; `PERMISSION_DENIED` when others may read the file
 */
export async function readCredentials(
  io: Pick<CliIo, 'env' | 'workingDirectory'>,
  sources: CredentialSources = {},
): Promise<Credentials | undefined> {
  const { file, username: named } = sources;
  const ofFile = await credentialsOfFiles(io, file, sources.cqlshrc);
  const isTyped = named?.isFromEnvironment === false;
  const isEnvUsed = file === undefined || isTyped;
  const ofEnv = isEnvUsed ? io.env['RINGSIDE_CQL_PASSWORD'] || undefined : undefined;
  const username = (isTyped || isEnvUsed ? named?.value : undefined) ?? ofFile.username;
  const own = username === ofFile.username || ofFile.username === undefined ? ofFile.password : undefined;
  const password = sources.password ?? ofEnv ?? own;
  if (username === undefined && password === undefined) return undefined;
  if (username === undefined) throw incomplete('A password is given, but no name', 'Name the role with -u NAME or RINGSIDE_CQL_USERNAME.');
  const known = password ?? (await sources.ask?.(username));
  if (known !== undefined) return { username, password: known };
  throw incomplete(
    `There is no password for ${username}`,
    'Set RINGSIDE_CQL_PASSWORD, name a file with --credentials, or run it on a terminal.',
  );
}

async function credentialsOfFiles(
  { workingDirectory }: Pick<CliIo, 'workingDirectory'>,
  file: string | undefined,
  cqlshrc: Cqlshrc | undefined,
): Promise<Half> {
  const beside = cqlshrc !== undefined && existsSync(cqlshrc.credentialsFile) ? cqlshrc.credentialsFile : undefined;
  const path = file === undefined ? beside : resolve(workingDirectory, file);
  const inis = [...(path === undefined ? [] : [await readIni(path)]), ...(cqlshrc === undefined ? [] : [cqlshrc.ini])];
  if (inis.length === 0) return {};
  const found = { username: find(inis, 'username'), password: find(inis, 'password') };
  if (path !== undefined && found.username === undefined) throw nothingIn(path, inis[0]);
  return found;
}

/** The one way of authenticating that is here; cqlsh can load others. */
const PROVIDER = 'PlainTextAuthProvider';

/**
 * In cqlsh's order: `[plain_text_auth]` of the credentials file, `[authentication]` of a cqlshrc, the section of the provider, and
 * `[auth_provider]`. Only names, and what is in `[auth_provider]`, may refer to other keys with `%`.
 */
function find(inis: readonly Ini[], key: 'username' | 'password'): string | undefined {
  for (const ini of inis) refuseOtherProvider(ini);
  const isName = key === 'username';
  for (const section of ['plain_text_auth', 'authentication', PROVIDER, 'auth_provider', NO_SECTION]) {
    const isFilled = section === 'auth_provider' || (isName && section !== PROVIDER);
    for (const ini of inis) {
      const value = isFilled ? ini.value(section, key) : ini.raw(section, key);
      if (value !== undefined && value !== '') return value;
    }
  }
  return undefined;
}

function refuseOtherProvider(ini: Ini): void {
  const name = ini.value('auth_provider', 'classname');
  if (name === undefined || name === PROVIDER) return;
  throw incomplete(`The authentication provider ${name} is not supported`, `Only ${PROVIDER} is; cqlsh can load others.`);
}

function nothingIn(path: string, ini: Ini | undefined): OpsError {
  const sections = [...(ini?.sections.keys() ?? [])];
  const near = sections
    .map((name) => [name, nearest(name, [PROVIDER, 'plain_text_auth'])] as const)
    .find(([, guess]) => guess !== undefined);
  const hint = near === undefined || near[0] === near[1] ? '' : ` Did you mean [${near[1]}] for [${near[0]}]?`;
  return incomplete(
    `${path} names no username and password`,
    `Write [${PROVIDER}], username = … and password = … on three lines, as cqlsh has them.${hint}`,
  );
}

function incomplete(message: string, remedy: string): OpsError {
  return errors.CONFIG_INVALID({ message, remedy });
}
