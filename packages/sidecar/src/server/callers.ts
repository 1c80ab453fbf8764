import type { TLSSocket } from 'node:tls';
import {
  assertRoles,
  type AuditLog,
  certificateIdentity,
  defineRoles,
  mayDo,
  openAuditLog,
  openTokens,
  type RoleRights,
} from '@ringside/access';
import { openJwts } from '@ringside/access/jwt';
import { routes } from '@ringside/api';
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

/** With what callers are told apart. */
export interface AdmissionParts {
  /** For when tokens expire, and files are looked at. */
  readonly clock: Clock;
  /** Gets what is wrong with files and keys, and nothing of a token. */
  readonly logger: PinoLogger;
  /** Ends what is asked of a server of keys when it aborts. */
  readonly stopping: AbortSignal;
}

/**
 * Opens the files by which callers are known and changes are noted.
 *
 * @throws OpsError `CONFIG_INVALID` or `PERMISSION_DENIED` for roles and files of tokens or keys that cannot be used; `AUDIT_UNWRITTEN`
 */
export async function openAdmission(settings: SidecarSettings, parts: AdmissionParts): Promise<Admission> {
  const authenticate = await authenticationOf(settings, parts);
  const { auditFile: file } = settings;
  return { authenticate, audit: file === undefined ? undefined : await openAuditLog({ file, clock: parts.clock }) };
}

/** Says whose a bearer token is; undefined for one of nobody. */
type KnowsTokens = (presented: string) => Promise<Caller | undefined>;

/** Says who a client with a certificate is. */
type KnowsCertificates = (socket: TLSSocket) => Caller;

/** Who is let in, as the settings say; undefined where everybody is. Whoever presents a token is who it says, also with a certificate. */
async function authenticationOf(settings: SidecarSettings, parts: AdmissionParts): Promise<Authenticate | undefined> {
  const rights = rightsOf(settings);
  const bearers = [sharedToken(settings), await tokensOfFile(settings, rights, parts), await webTokens(settings, rights, parts)];
  const tokens = bearers.filter((each) => each !== undefined);
  const certificates = knownCertificates(settings, rights, tokens.length > 0);
  if (tokens.length === 0) return certificates && (({ socket }) => certificates(socket as TLSSocket));
  return async ({ headers, socket }) => {
    const presented = bearerToken(headers);
    if (presented === '' && certificates !== undefined) return certificates(socket as TLSSocket);
    for (const ownerOf of tokens) {
      const caller = await ownerOf(presented);
      if (caller !== undefined) return caller;
    }
    throw unauthorized();
  };
}

function rightsOf({ roles: own = new Map(), certificateRoles = new Map() }: SidecarSettings): RoleRights {
  const permissions = Object.values(routes).map(({ permission }) => permission);
  const rights = defineRoles({ key: 'authorization.roles', own, permissions });
  assertRoles('authorization.certificates', [...certificateRoles.values()].flat(), rights);
  return rights;
}

/** Whoever has the token that sidecars share may do everything. */
function sharedToken({ token }: SidecarSettings): KnowsTokens | undefined {
  if (token === undefined) return undefined;
  const isShared = tokenCheck(token);
  return async (presented) => (isShared(presented) ? { name: SHARED, by: 'token', may: () => true } : undefined);
}

async function tokensOfFile(
  { tokensFile: file }: SidecarSettings,
  rights: RoleRights,
  { clock, logger }: AdmissionParts,
): Promise<KnowsTokens | undefined> {
  if (file === undefined) return undefined;
  const tokens = await openTokens({
    key: 'authentication.tokensFile',
    file,
    rights,
    clock,
    onFault: (err) => logger.error({ err }, 'The file of tokens cannot be used: until it is mended, none of them counts'),
    onUnknownRole: (name, role) => logger.warn({ caller: name, role }, 'A token has a role that is not defined here: it allows nothing'),
  });
  return async (presented) => {
    const owner = await tokens.ownerOf(presented);
    return owner && callerOf(owner, 'token', rights);
  };
}

async function webTokens(
  { jwt: rules }: SidecarSettings,
  rights: RoleRights,
  { clock, logger, stopping: signal }: AdmissionParts,
): Promise<KnowsTokens | undefined> {
  if (rules === undefined) return undefined;
  const tokens = await openJwts({
    rules,
    key: 'authentication.jwt.keysFile',
    clock,
    signal,
    onFault: (err) => logger.error({ err }, 'The keys of JSON Web Tokens cannot be used'),
    onRefused: (reason) => logger.debug({ reason }, 'A bearer token is not a good JSON Web Token'),
  });
  return async (presented) => {
    const owner = await tokens.ownerOf(presented);
    return owner && callerOf(owner, 'jwt', rights);
  };
}

/** The handshake has checked the certificate. Without roles for certificates it says who somebody is only where no token does. */
function knownCertificates(
  { tls, certificateRoles }: SidecarSettings,
  rights: RoleRights,
  hasTokens: boolean,
): KnowsCertificates | undefined {
  if (tls?.requireClientCertificate !== true || (hasTokens && certificateRoles === undefined)) return undefined;
  return (socket) => {
    const identity = certificateIdentity(socket.getPeerCertificate());
    const name = identity ?? 'a certificate without a clear identity';
    if (certificateRoles === undefined) return { name, by: 'certificate', may: () => true };
    return callerOf({ name, roles: (identity && certificateRoles.get(identity)) || [] }, 'certificate', rights);
  };
}

function callerOf(
  { name, roles }: { readonly name: string; readonly roles: readonly string[] },
  by: Caller['by'],
  rights: RoleRights,
): Caller {
  return { name, by, may: (permission) => mayDo(roles, permission, rights) };
}
