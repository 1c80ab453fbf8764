import { resolve } from 'node:path';
import { type ConfigValue, errors, type OpsError } from '@ringside/core';
import { readSecretFile } from '@ringside/host';
import { isLoopbackHost } from '@ringside/model';
import { isSpiffeId } from '../certificate-identity.ts';
import type { JwtKeys, JwtRules } from '../jwt/known-jwts.ts';
import type { RoleRights } from '../roles.ts';

type Values = Readonly<Record<string, ConfigValue>>;

/** Who is let in, what they may do, and where it is noted, as configured. */
export interface AccessSettings {
  /** The bearer token that requests may carry to do everything, and that this sidecar presents to others. */
  readonly token: string | undefined;
  /** The file of other tokens, each with its roles. Where there is neither this nor {@link token} nor {@link jwt}, no request needs one. */
  readonly tokensFile?: string | undefined;
  /** Which JSON Web Tokens are good; none unless given. */
  readonly jwt?: JwtRules | undefined;
  /** Roles besides the built-in ones, with the permissions of each; none unless given. */
  readonly roles?: RoleRights | undefined;
  /** The roles of client certificates by their identities; without it, any certificate that is let in may do everything. */
  readonly certificateRoles?: ReadonlyMap<string, readonly string[]> | undefined;
  /** The file in which changes and refusals are noted; none unless given. */
  readonly auditFile?: string | undefined;
}

/**
 * Reads the values of `accessConfig`, and the file of the shared token. What a role may be is for `defineRoles()`, which is told the permissions.
 *
 * @param values by dotted key, as `resolveConfig()` gives them, with `tls.requireClientCertificate` among them
 * @throws OpsError `CONFIG_INVALID` or `PERMISSION_DENIED`, naming the key
 */
export async function readAccessSettings(values: Values): Promise<AccessSettings> {
  return {
    token: await readToken(path(values, 'authentication.tokenFile')),
    tokensFile: path(values, 'authentication.tokensFile'),
    jwt: readJwt(values),
    roles: readLists(values, 'authorization.roles'),
    certificateRoles: readCertificateRoles(values),
    auditFile: path(values, 'audit.file'),
  };
}

/** 128 random bits, the least that nobody can guess, are 22 characters of base64 and 32 of hexadecimal. */
const SHORTEST_TOKEN = 22;
/** Nobody draws 22 random characters and gets so few different ones. */
const FEWEST_CHARACTERS = 8;

/** A token goes into a header, where it ends at the first blank. */
async function readToken(file: string | undefined): Promise<string | undefined> {
  const key = 'authentication.tokenFile';
  if (file === undefined) return undefined;
  const token = await readSecretFile(key, file);
  if (!/^[\x21-\x7E]+$/.test(token)) throw invalid(`${key}: the token has blanks or letters beyond ASCII`);
  if (token.length >= SHORTEST_TOKEN && new Set(token).size >= FEWEST_CHARACTERS) return token;
  throw errors.CONFIG_INVALID({
    message: `${key}: the token can be guessed; it must be at least ${SHORTEST_TOKEN} random characters`,
    remedy: `Make one with: (umask 077; openssl rand -hex 32 > ${file})`,
  });
}

const JWT = 'authentication.jwt';

function readJwt(values: Values): JwtRules | undefined {
  const [file, url, issuer, audience] = ['keysFile', 'keysUrl', 'issuer', 'audience'].map((name) => text(values, `${JWT}.${name}`));
  const keys = readKeys(file, url);
  if (keys === undefined && issuer === undefined && audience === undefined) return undefined;
  if (keys === undefined) throw invalid(`${JWT} needs ${JWT}.keysFile or ${JWT}.keysUrl`);
  if (issuer === undefined || audience === undefined) throw invalid(`${JWT} needs both ${JWT}.issuer and ${JWT}.audience`);
  return {
    keys,
    issuer,
    audience,
    leewayMs: values[`${JWT}.clockLeeway`] as number,
    rolesClaim: text(values, `${JWT}.rolesClaim`) ?? 'roles',
  };
}

function readKeys(file: string | undefined, url: string | undefined): JwtKeys | undefined {
  if (file !== undefined && url !== undefined) throw invalid(`${JWT}: use either keysFile or keysUrl, not both`);
  if (file !== undefined) return { file: resolve(file) };
  if (url === undefined) return undefined;
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const isPrivate = parsed?.protocol === 'https:' || (parsed?.protocol === 'http:' && isLoopbackHost(parsed.hostname));
  if (isPrivate && parsed?.username === '' && parsed.password === '') return { url };
  throw invalid(`${JWT}.keysUrl: it is not an https address without credentials, nor an http address on loopback`);
}

function readCertificateRoles(values: Values): AccessSettings['certificateRoles'] {
  const key = 'authorization.certificates';
  const roles = readLists(values, key);
  if (roles === undefined) return undefined;
  if (values['tls.requireClientCertificate'] !== true) throw invalid(`${key} needs tls.requireClientCertificate`);
  const wrong = [...roles.keys()].find((identity) => identity.includes('://') && !isSpiffeId(identity));
  if (wrong !== undefined) throw invalid(`${key}: ${JSON.stringify(wrong)} is not a SPIFFE id`);
  return roles;
}

/** Lists by name, such as `backup=SNAPSHOT:* SCHEMA:READ`. A name may hold equals signs, the words of its list do not. */
function readLists(values: Values, key: string): ReadonlyMap<string, readonly string[]> | undefined {
  const items = values[key] as readonly string[] | undefined;
  if (items === undefined) return undefined;
  const lists = new Map<string, readonly string[]>();
  for (const item of items) {
    const at = item.lastIndexOf('=');
    const name = item.slice(0, Math.max(0, at)).trim();
    const words = item
      .slice(at + 1)
      .split(' ')
      .filter((word) => word !== '');
    if (name === '' || words.length === 0) throw invalid(`${key}: ${JSON.stringify(item)} is not a name, an equals sign, and words`);
    if (lists.has(name)) throw invalid(`${key}: it names ${name} twice`);
    lists.set(name, words);
  }
  return lists;
}

function text(values: Values, key: string): string | undefined {
  const value = values[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function path(values: Values, key: string): string | undefined {
  const named = text(values, key);
  return named === undefined ? undefined : resolve(named);
}

function invalid(message: string): OpsError {
  return errors.CONFIG_INVALID({ message, remedy: 'Correct it. The reference of the configuration says what each key holds.' });
}
