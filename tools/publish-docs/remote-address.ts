import { errors, type OpsError } from '@ringside/core';

/** What an address with `user:password@` brought along. */
export interface Credentials {
  readonly user: string;
  /** Empty when the address names only a user, which may also be a token. */
  readonly password: string;
}

/** Where to publish, with what must not be shown kept apart. */
export interface RemoteAddress {
  /** The address for git, without credentials. */
  readonly url: string;
  /** The same address for people. */
  readonly shown: string;
  readonly credentials: Credentials | undefined;
}

const SCHEME = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(.*)$/is;
/** What is shorter is hidden only within an address: a single letter stands in every word, and in every key of JSON. */
const MIN_SECRET_LENGTH = 4;
const REMEDY =
  'Leave user and password out of it and keep them in a credential helper, or write / as %2F, ? as %3F, # as %23 and @ as %40.';

/**
 * Takes the credentials out of a remote's address, so that neither an argument of git nor a message ever holds them.
 *
 * @throws OpsError `INVALID_ARGUMENT`, without the address, when it cannot be told where its credentials end
 */
export function remoteAddress(remote: string): RemoteAddress {
  // oxlint-disable-next-line no-control-regex -- these are what is refused
  if (/[\u0000-\u001f\u007f]/.test(remote)) throw unclear('holds a control character');
  const [, scheme = '', authority = '', rest = ''] = SCHEME.exec(remote) ?? [];
  if (scheme === '') return plainAddress(remote);
  if (scheme.toLowerCase() === 'file') return plain(remote, authority.includes('@') || /^[^/]*:[^/]*@/.test(rest));
  if (rest.includes('@')) throw unclear('has an @ behind its host, as if a password held a /, ? or #');
  if (/[?#]/.test(rest)) throw unclear('has a ? or # behind its host, where a token may stand');
  const at = authority.lastIndexOf('@');
  return withoutCredentials(scheme, at < 0 ? undefined : authority.slice(0, at), `${authority.slice(at + 1)}${rest}`);
}

function withoutCredentials(scheme: string, userInfo: string | undefined, place: string): RemoteAddress {
  if (userInfo === undefined) return plain(`${scheme}://${place}`, false);
  const colon = userInfo.indexOf(':');
  const [user, password] = colon < 0 ? [userInfo, ''] : [userInfo.slice(0, colon), userInfo.slice(colon + 1)];
  const credentials = { user: decode(user), password: decode(password) };
  const isHttp = /^https?$/i.test(scheme);
  // Who logs in over SSH is a part of the address and no secret; a password for it cannot be used there.
  const url = isHttp || user === '' ? `${scheme}://${place}` : `${scheme}://${user}@${place}`;
  return { url, shown: url, credentials: isHttp || password !== '' ? credentials : undefined };
}

/** A path, or `user@host:path` as SSH takes it. */
function plainAddress(remote: string): RemoteAddress {
  return plain(remote, /^[^/]*:.*@/.test(remote) || /^\/\/[^/]*:[^/]*@/.test(remote));
}

function plain(url: string, isSuspect: boolean): RemoteAddress {
  if (isSuspect) throw unclear('has an @ behind a colon, as if it held a password');
  return { url, shown: url, credentials: undefined };
}

function unclear(reason: string): OpsError {
  return errors.INVALID_ARGUMENT({ message: `The address of the remote ${reason}; it is not shown here`, remedy: REMEDY });
}

function decode(text: string): string {
  const decoded = percentDecoded(text);
  // oxlint-disable-next-line no-control-regex -- git's own protocol for credentials cannot carry them
  if (/[\u0000-\u001f\u007f]/.test(decoded)) throw unclear('has a control character in its user or password');
  return decoded;
}

/** As git decodes it: what is no escape stays. */
function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * The secrets that a text may hold if it is an address: what stands before its last `@`, whole and behind the first colon, and the
 * value of each parameter. It is made for addresses that cannot be read, so it rather hides too much than too little.
 */
export function secretsIn(text: string): readonly string[] {
  if (/^(?:\.{0,2}\/(?!\/))/.test(text)) return [];
  const start = text.includes('://') ? text.indexOf('://') + 3 : 0;
  const userInfo = text.slice(start, Math.max(start, text.lastIndexOf('@')));
  const hasPassword = userInfo.includes(':');
  const password = userInfo.slice(userInfo.indexOf(':') + 1);
  const parameters = [...text.matchAll(/[?&#][^=&#]*=([^&#]+)/g)].map(([, value]) => value ?? '');
  return [...(hasPassword || /^https?:/i.test(text) ? [userInfo, password] : []), ...parameters].filter((secret) => secret !== '');
}

/** The secrets of credentials. The user counts as one only where nothing else could be. */
export function secretsOf(credentials: Credentials | undefined): readonly string[] {
  if (credentials === undefined) return [];
  return [credentials.password === '' ? credentials.user : credentials.password].filter((secret) => secret !== '');
}

/**
 * Makes a function that takes secrets out of a text: the known ones wherever they stand, and whatever stands before the `@` of an
 * address (git may name another address than it was given, after a redirect or `insteadOf`).
 */
export function redactor(known: readonly string[]): (text: string) => string {
  const forms = known.flatMap((secret) => [secret, encodeURIComponent(secret), encodeURI(secret), percentDecoded(secret)]);
  const secrets = [...new Set(forms)]
    .filter((secret) => secret.length >= MIN_SECRET_LENGTH)
    .toSorted((left, right) => right.length - left.length);
  return (text) =>
    secrets
      .reduce((rest, one) => rest.replaceAll(one, '***'), text)
      .replaceAll(/([a-z][a-z0-9+.-]*:\/\/)[^\s@"'<>]*:[^\s"'<>]*@/gi, '$1***@')
      .replaceAll(/(https?:\/\/)[^\s/@]+@/gi, '$1***@');
}
