import { randomBytes } from 'node:crypto';
import { type ClientTlsNames, openSession, readClientTls, type Session, type SessionOptions, type TlsOptions } from '@ringside/client';
import { errors, type OpsError } from '@ringside/core';
import type { RunningNode } from '../discover/running-node.ts';
import { roleStatements, type Wishes } from '../plan/plan-init.ts';

const PASSWORD_BYTES = 24;

/** A role and its password. */
export interface Login {
  /** The role. */
  readonly username: string;
  /** Its password; never in a message. */
  readonly password: string;
}

/** As `ringside sidecar init` and `remove` call them. */
const TLS_OPTIONS: ClientTlsNames = { caFile: '--cql-ca-file', certificateFile: '--cql-cert-file', keyFile: '--cql-key-file' };

/**
 * Reads the PEM files of CQL over TLS; `undefined` where none are named.
 *
 * @param files paths of PEM files for CQL over TLS
 * @throws OpsError those of `readClientTls()`
 */
export async function readTls(files: Wishes['tls']): Promise<TlsOptions | undefined> {
  return await readClientTls(files, TLS_OPTIONS);
}

/** Opens a session on the node; fails as `openSession()` does. */
export async function openNode(
  { address, configuration }: RunningNode,
  tls: TlsOptions | undefined,
  credentials?: Login,
): Promise<Session> {
  const options: SessionOptions = { contactPoints: [address], port: configuration.nativePort, tls, credentials };
  return await openSession(options);
}

/** A password that nobody has to type. */
export function newPassword(): string {
  return randomBytes(PASSWORD_BYTES).toString('base64url');
}

/**
 * Makes sure that a role of this name may be created.
 *
 * @param ours the role that an earlier run was creating
 * @throws OpsError `CONFLICT` for a role that is somebody else's
 */
export async function assertFree(session: Session, role: string, ours: string | undefined): Promise<void> {
  if (role !== ours && (await roleExists(session, role))) throw taken(role);
}

/**
 * Creates the sidecar's role, or gives the one that an earlier run created the new password.
 *
 * @throws OpsError `FORBIDDEN` where the login may not create roles
 */
export async function putRole(session: Session, { username, password }: Login, node: RunningNode): Promise<void> {
  const [create = '', ...grants] = roleStatements(username, node.configuration.authorizer !== 'AllowAllAuthorizer');
  const statement = ((await roleExists(session, username)) ? create.replace(/^CREATE/, 'ALTER') : create).replace('…', password);
  try {
    for (const each of [statement, ...grants]) await session.execute(each);
  } catch (cause) {
    throw errors.FORBIDDEN({
      message: `The role ${username} could not be created on ${node.name}: ${withoutSecret((cause as Error).message, password)}`,
      remedy: 'Name a role that may create roles: ringside sidecar init --cql-user NAME --cql-password-file FILE.',
    });
  }
}

/** A server may repeat a statement in its message. */
function withoutSecret(message: string, password: string): string {
  return message.replaceAll(password, '…');
}

async function roleExists(session: Session, role: string): Promise<boolean> {
  const { rows } = await session.execute('SELECT role FROM system_auth.roles WHERE role = ?', [role]);
  return rows.length > 0;
}

function taken(role: string): OpsError {
  return errors.CONFLICT({
    message: `There is a role ${role} already`,
    remedy: `Choose another name, or have the sidecar log in as that one: ringside sidecar init --cql-user ${role} --cql-password-file FILE, without --cql-role.`,
  });
}

/** Whether there is such a role, and it may do everything: `init` creates none, so a record that names one was written by somebody else. */
export async function isSuperuser(session: Session, role: string): Promise<boolean> {
  const { rows } = await session.execute('SELECT is_superuser FROM system_auth.roles WHERE role = ?', [role]);
  return rows[0]?.['is_superuser'] === true;
}

/** Drops a role that `init` created; one that is gone is fine. */
export async function dropRole(session: Session, role: string): Promise<void> {
  await session.execute(`DROP ROLE IF EXISTS "${role.replaceAll('"', '""')}"`);
}
