import type { TLSSocket } from 'node:tls';
import { type AuditLog, mayDo, openAuditLog, openTokens, type Role } from '@ringside/access';
import type { Clock } from '@ringside/core';
import { type Authenticate, bearerToken, type Caller, tokenCheck, unauthorized } from '@ringside/route-server';
import type { Logger as PinoLogger } from 'pino';
import type { SidecarSettings } from '../config/settings.ts';

/** What the token of `authentication.tokenFile` is called: sidecars of a cluster share it, and present it to each other. */
const SHARED = 'cluster';

/** Who is let in, and where it is noted what they change; each undefined where the settings ask for none. */
export interface Admission {
  readonly authenticate: Authenticate | undefined;
  readonly audit: AuditLog | undefined;
}

/**
 * Opens the files by which callers are known and changes are noted.
 *
 * @throws OpsError `CONFIG_INVALID` or `PERMISSION_DENIED` for a file of tokens that cannot be used; `AUDIT_UNWRITTEN`
 */
export async function openAdmission(settings: SidecarSettings, clock: Clock, logger: PinoLogger): Promise<Admission> {
  const authenticate = await authenticationOf(settings, clock, logger);
  const { auditFile: file } = settings;
  return { authenticate, audit: file === undefined ? undefined : await openAuditLog({ file, clock }) };
}

/**
 * Who is let in, as the settings say; undefined where everybody is. Whoever has the shared token, or only a certificate, may do everything; other tokens what
 * their roles allow.
 */
async function authenticationOf(
  { token, tokensFile, tls }: SidecarSettings,
  clock: Clock,
  logger: PinoLogger,
): Promise<Authenticate | undefined> {
  if (token === undefined && tokensFile === undefined) return tls?.requireClientCertificate === true ? byCertificate : undefined;
  const onFault = (err: unknown): void =>
    logger.error({ err }, 'The file of tokens cannot be used: until it is mended, none of them counts');
  const tokens =
    tokensFile === undefined ? undefined : await openTokens({ key: 'authentication.tokensFile', file: tokensFile, clock, onFault });
  const isShared = token === undefined ? () => false : tokenCheck(token);
  return async ({ headers }) => {
    const presented = bearerToken(headers);
    if (isShared(presented)) return callerOf(SHARED, ['admin']);
    const owner = await tokens?.ownerOf(presented);
    if (owner === undefined) throw unauthorized();
    return callerOf(owner.name, owner.roles);
  };
}

function callerOf(name: string, roles: readonly Role[]): Caller {
  return { name, by: 'token', may: (permission) => mayDo(roles, permission) };
}

/** The handshake has checked the certificate. */
const byCertificate: Authenticate = ({ socket }) => {
  const { subject } = (socket as TLSSocket).getPeerCertificate();
  return { name: [subject?.CN].flat().join() || 'a certificate without a common name', by: 'certificate', may: () => true };
};
