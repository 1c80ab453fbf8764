import { resolve } from 'node:path';
import { errors, type OpsError } from '@ringside/core';
import { createLeanFetch, type LeanFetch, readCertificates, readKeyPair, readSecretFile, type TlsOptions } from '@ringside/host';
import { isLoopbackHost } from '@ringside/model';
import type { CommandContext } from './context.ts';
import type { GlobalOptions } from './global-options.ts';
import { ringSidecars } from '../state-folder/ring-sidecars.ts';
import { whyUntrusted } from './tls-failure.ts';

/** What a command presents to sidecars, and whom it trusts. */
interface Access {
  readonly token: string | undefined;
  readonly tls: Omit<TlsOptions, 'https'>;
}

/** Files are read once a command, however many sidecars it asks. */
const READ = new WeakMap<GlobalOptions, Promise<Access>>();

/**
 * What sends a command's requests: over HTTPS by the authorities of `--ca-file`, with the certificate of `--cert-file`, and with the token of
 * `--token-file`, which never goes over plain HTTP to another machine. That of `RINGSIDE_TOKEN_FILE` goes only to a sidecar that `--sidecar`,
 * `RINGSIDE_SIDECAR` or the ring's state folder names: where nobody names one, any local user may listen.
 *
 * @returns a `fetch` that rejects with OpsError `CONFIG_INVALID` or `PERMISSION_DENIED` for a file that cannot be used, `INVALID_ARGUMENT` for a token that would be
 *   sent in the clear, `SIDECAR_UNTRUSTED` for a server that cannot be trusted, `UNAUTHORIZED` where the server wants another certificate
 */
export function sidecarFetch(context: Pick<CommandContext, 'global' | 'io'>): LeanFetch {
  return async (target, init = {}) => {
    const access = await accessOf(context);
    const url = new URL(typeof target === 'object' && 'url' in target ? target.url : target);
    const isWithheld = access.token !== undefined && !(await mayHaveToken(context, url));
    const token = isWithheld ? undefined : access.token;
    if (token !== undefined) assertPrivate(url);
    const headers = { ...(init.headers as Record<string, string>), ...(token !== undefined && { authorization: `Bearer ${token}` }) };
    const send = await senderFor(url, access.tls);
    const answer = await send(url, { ...init, headers }).catch((error: unknown) => {
      throw whyUntrusted(error, url, access.tls) ?? error;
    });
    if (answer.status === UNAUTHORIZED) throw await tokenRefused(answer, url, { token, isWithheld });
    return answer;
  };
}

const UNAUTHORIZED = 401;

/** A token that was typed is meant for this command; one from the environment for the sidecars that somebody named. */
async function mayHaveToken(context: Pick<CommandContext, 'global' | 'io'>, { origin }: URL): Promise<boolean> {
  const { sidecar, tokenFile } = context.global;
  if (tokenFile?.isFromEnvironment !== true || sidecar !== undefined) return true;
  const named = await ringSidecars(context).catch(() => []);
  return named.some((each) => URL.canParse(each) && new URL(each).origin === origin);
}

/** What a request took with it. */
interface Presented {
  readonly token: string | undefined;
  /** There is a token, and it was not sent. */
  readonly isWithheld: boolean;
}

async function tokenRefused(answer: Response, { origin }: URL, { token, isWithheld }: Presented): Promise<OpsError> {
  await answer.text();
  if (isWithheld)
    return errors.UNAUTHORIZED({
      message: `${origin} needs a token; that of RINGSIDE_TOKEN_FILE was not sent, because nobody named this sidecar`,
      remedy: `If it is yours, name it with --sidecar ${origin} or RINGSIDE_SIDECAR.`,
    });
  return errors.UNAUTHORIZED({
    message: token === undefined ? `${origin} needs a token` : `${origin} does not accept the token`,
    remedy:
      token === undefined
        ? 'Name the file that holds it with --token-file or RINGSIDE_TOKEN_FILE.'
        : 'Put the token that its authentication.tokenFile has into the file of --token-file.',
  });
}

async function accessOf({ global, io }: Pick<CommandContext, 'global' | 'io'>): Promise<Access> {
  const known = READ.get(global);
  if (known !== undefined) return known;
  const read = readAccess(global, io.workingDirectory);
  READ.set(global, read);
  return read;
}

async function readAccess({ tokenFile, caFile, certFile, keyFile }: GlobalOptions, workingDirectory: string): Promise<Access> {
  const at = (file: string): string => resolve(workingDirectory, file);
  if ((certFile === undefined) !== (keyFile === undefined))
    throw errors.INVALID_ARGUMENT({
      message: `${certFile === undefined ? '--key-file' : '--cert-file'} needs ${certFile === undefined ? '--cert-file' : '--key-file'} too`,
      remedy: 'Name the certificate with --cert-file and its key with --key-file.',
    });
  const token = tokenFile === undefined ? undefined : await readSecretFile('--token-file', at(tokenFile.value));
  const ca = caFile === undefined ? undefined : await readCertificates({ name: '--ca-file', file: at(caFile) });
  const pair =
    certFile === undefined || keyFile === undefined
      ? {}
      : await readKeyPair({ name: '--cert-file', file: at(certFile) }, { name: '--key-file', file: at(keyFile) });
  return { token: headerSafe(token), tls: { ca, ...pair } };
}

/** HTTPS is loaded only for a sidecar that is asked over it. */
async function senderFor({ protocol }: URL, tls: Access['tls']): Promise<LeanFetch> {
  if (protocol !== 'https:') return createLeanFetch({ keepsConnections: false });
  return createLeanFetch({ keepsConnections: false, tls: { https: await import('node:https'), ...tls } });
}

/** A token becomes a part of a header: one line of visible ASCII. What is in the file is not shown. */
function headerSafe(token: string | undefined): string | undefined {
  if (token === undefined || /^[\x21-\x7e]+$/.test(token)) return token;
  throw errors.CONFIG_INVALID({
    message: 'The file of --token-file does not hold one token: there are blanks, several lines or other characters in it',
    remedy: 'Write the token alone into it, as the sidecar has it.',
  });
}

function assertPrivate({ protocol, hostname, origin }: URL): void {
  if (protocol === 'https:' || isLoopbackHost(hostname)) return;
  throw errors.INVALID_ARGUMENT({
    message: `The token is not sent to ${origin}: over plain HTTP everybody on the way could read it`,
    remedy: 'Name the sidecar with https://, or leave out --token-file and RINGSIDE_TOKEN_FILE.',
  });
}
