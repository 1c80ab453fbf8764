import { dirname, join, resolve } from 'node:path';
import type { TlsOptions } from '@ringside/client';
import { errors } from '@ringside/core';
import { expandHome, type NamedFile, readCertificates, readKeyPair } from '@ringside/host';
import { type Ini, NO_SECTION } from './ini.ts';
import { readIni } from './secret-file.ts';

/** What a `cqlshrc` says, as far as it is used here. */
export interface Cqlshrc {
  readonly ini: Ini;
  /** The file, for messages. */
  readonly file: string;
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  readonly keyspace?: string | undefined;
  readonly ssl: boolean;
  readonly connectTimeoutMs?: number | undefined;
  readonly requestTimeoutMs?: number | undefined;
  readonly isHistoryDisabled: boolean;
  /** The credentials file that goes with it. */
  readonly credentialsFile: string;
  /** What it sets that has no meaning here: `[section] key`. */
  readonly ignored: readonly string[];
}

/** The keys that are used, by section; `[certfiles]` has hosts as keys. */
const USED: Readonly<Record<string, readonly string[]>> = {
  [NO_SECTION]: [],
  authentication: ['username', 'password', 'keyspace', 'credentials'],
  auth_provider: ['module', 'classname', 'username', 'password'],
  plain_text_auth: ['username', 'password'],
  PlainTextAuthProvider: ['username', 'password'],
  connection: ['hostname', 'port', 'ssl', 'timeout', 'request_timeout'],
  ssl: ['certfile', 'validate', 'userkey', 'usercert'],
  history: ['disabled'],
};

/** Reads a `cqlshrc`; one with a password must be its owner's alone. */
export async function readCqlshrc(file: string): Promise<Cqlshrc> {
  const ini = await readIni(file);
  const number = (section: string, key: string): number | undefined => numberOf(ini, file, section, key);
  const timeout = number('connection', 'timeout');
  const requestTimeout = number('connection', 'request_timeout');
  const credentials = ini.value('authentication', 'credentials');
  return {
    ini,
    file,
    host: ini.value('connection', 'hostname'),
    port: number('connection', 'port'),
    keyspace: ini.value('authentication', 'keyspace'),
    ssl: flagOf(ini, file, 'connection', 'ssl'),
    connectTimeoutMs: timeout === undefined ? undefined : timeout * 1000,
    requestTimeoutMs: requestTimeout === undefined ? undefined : requestTimeout * 1000,
    isHistoryDisabled: flagOf(ini, file, 'history', 'disabled'),
    credentialsFile: credentials === undefined ? join(dirname(file), 'credentials') : resolve(dirname(file), expandHome(credentials)),
    ignored: ignoredKeys(ini),
  };
}

function ignoredKeys({ sections }: Ini): readonly string[] {
  return [...sections].flatMap(([section, values]) => {
    if (section === 'certfiles' || section === 'DEFAULT') return [];
    const used = Object.hasOwn(USED, section) ? (USED[section] ?? []) : [];
    return [...values.keys()].filter((key) => !used.includes(key)).map((key) => `[${section}] ${key}`);
  });
}

function numberOf(ini: Ini, file: string, section: string, key: string): number | undefined {
  const text = ini.value(section, key);
  if (text === undefined) return undefined;
  if (/^\d+$/.test(text) && Number(text) > 0) return Number(text);
  throw errors.CONFIG_INVALID({ message: `${file}: [${section}] ${key} must be a whole number, not "${text}"` });
}

/** What `configparser.getboolean` takes. */
const FLAGS: Readonly<Record<string, boolean>> = {
  1: true,
  yes: true,
  true: true,
  on: true,
  0: false,
  no: false,
  false: false,
  off: false,
};

function flagOf(ini: Ini, file: string, section: string, key: string): boolean {
  const text = ini.value(section, key);
  if (text === undefined) return false;
  const found = Object.hasOwn(FLAGS, text.toLowerCase()) ? FLAGS[text.toLowerCase()] : undefined;
  if (found !== undefined) return found;
  throw errors.CONFIG_INVALID({ message: `${file}: [${section}] ${key} must be true or false, not "${text}"` });
}

/**
 * TLS as cqlsh does it: the authorities of `SSL_CERTFILE`, `[certfiles]` for the host or `[ssl] certfile`; none needed when
 * `SSL_VALIDATE` or `[ssl] validate` is false. As there, the certificate must be of such an authority, and may be of another host.
 *
 * @throws OpsError `CONFIG_INVALID` when no authority is named, or a file cannot be used; `PERMISSION_DENIED` when others may read the key
 */
export async function readTls(
  rc: Cqlshrc | undefined,
  host: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<TlsOptions> {
  const value = (section: string, key: string): string | undefined => rc?.ini.value(section, key);
  const isValidated = (env['SSL_VALIDATE'] ?? value('ssl', 'validate') ?? 'true').toLowerCase() !== 'false';
  const ca = env['SSL_CERTFILE'] ?? value('certfiles', host.toLowerCase()) ?? value('ssl', 'certfile');
  if (isValidated && ca === undefined) {
    throw errors.CONFIG_INVALID({
      message: 'TLS needs the certificate of the authority that signed the node’s',
      remedy: 'Name it: SSL_CERTFILE=ca.pem, or certfile in the [ssl] section of a file for --cqlshrc.',
    });
  }
  const pair = await readPair(named('[ssl] usercert', value('ssl', 'usercert')), named('[ssl] userkey', value('ssl', 'userkey')));
  const authority = named(env['SSL_CERTFILE'] === undefined ? 'certfile' : 'SSL_CERTFILE', ca);
  return {
    rejectUnauthorized: isValidated,
    checkServerIdentity: () => undefined,
    ca: authority && (await readCertificates(authority)),
    ...pair,
  };
}

function named(name: string, file: string | undefined): NamedFile | undefined {
  return file === undefined || file === '' ? undefined : { name, file: resolve(expandHome(file)) };
}

/** One without the other would be a failure of the connection without a word of files. */
async function readPair(certificate: NamedFile | undefined, key: NamedFile | undefined): Promise<Pick<TlsOptions, 'cert' | 'key'>> {
  if (certificate === undefined && key === undefined) return {};
  if (certificate === undefined || key === undefined)
    throw errors.CONFIG_INVALID({
      message: `${(certificate ?? key)?.file} is named without its other half`,
      remedy: 'Name a certificate and its key: usercert and userkey in the [ssl] section.',
    });
  const { certificate: cert, key: keyText } = await readKeyPair(certificate, key);
  return { cert, key: keyText };
}
