/** Where to publish, with what must not be shown kept apart. */
export interface RemoteAddress {
  /** The address for git, without credentials. */
  readonly url: string;
  /** The same address for people. */
  readonly shown: string;
  /** What an address with `user:password@` brought along; git gets it through an askpass program. */
  readonly credentials: { readonly user: string; readonly password: string } | undefined;
}

/** Takes the credentials out of a remote's address, so that neither an argument of git nor a message ever holds them. */
export function remoteAddress(remote: string): RemoteAddress {
  const address = URL.canParse(remote) && /^(?:https?|ssh|git):/i.test(remote) ? new URL(remote) : undefined;
  if (address === undefined || address.password === '') {
    const tokenOnly = address !== undefined && /^https?:$/.test(address.protocol) && address.username !== '';
    return tokenOnly ? without(address) : { url: remote, shown: remote, credentials: undefined };
  }
  return without(address);
}

function without(address: URL): RemoteAddress {
  const credentials = { user: decodeURIComponent(address.username), password: decodeURIComponent(address.password) };
  const bare = new URL(address);
  bare.password = '';
  if (/^https?:$/.test(bare.protocol)) bare.username = '';
  return { url: bare.href, shown: bare.href, credentials };
}

/**
 * Makes a function that takes secrets out of a text: the known ones wherever they stand, and whatever stands before the `@` of an
 * address (git may name another address than it was given, after a redirect or `insteadOf`).
 */
export function redactor(credentials: RemoteAddress['credentials']): (text: string) => string {
  const secret = credentials?.password === '' ? credentials.user : credentials?.password;
  const secrets = secret === undefined || secret === '' ? [] : [secret, encodeURIComponent(secret)];
  return (text) =>
    secrets
      .reduce((rest, one) => rest.replaceAll(one, '***'), text)
      .replaceAll(/([a-z][a-z+.-]*:\/\/)[^\s/@:]*:[^\s/@]*@/gi, '$1***@')
      .replaceAll(/(https?:\/\/)[^\s/@]+@/gi, '$1***@');
}
