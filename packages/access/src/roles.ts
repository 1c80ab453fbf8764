import { errors, nearest, type OpsError } from '@ringside/core';

/** Roles that are built in, from the least to the most. */
export const ROLES = ['viewer', 'operator', 'admin'] as const;

/** One of {@link ROLES}. */
export type Role = (typeof ROLES)[number];

/** What each role may do: patterns of permissions by the names of roles. */
export type RoleRights = ReadonlyMap<string, readonly string[]>;

const READS = ['*:READ', '*:SELECT', 'STATS'];

/**
 * What each built-in role may do, by the names of Apache Cassandra Sidecar's permissions. `*` stands for any object or any action. A permission that none names
 * is for `admin` alone, so that a new one is closed until somebody decides.
 */
const BUILT_IN: RoleRights = new Map<Role, readonly string[]>([
  ['viewer', READS],
  [
    'operator',
    [
      ...READS,
      'SNAPSHOT:*',
      'NODE:DRAIN',
      'NODE:RESTART',
      'REPAIR',
      'OPERATIONAL_JOB:MODIFY',
      'LIFECYCLE:MODIFY',
      'GOSSIP:MODIFY',
      'NATIVE:MODIFY',
      'LOGGING:MODIFY',
    ],
  ],
  ['admin', ['*']],
]);

/**
 * Whether somebody with these roles may do something. A role that `rights` does not have allows nothing.
 *
 * @param roles of whoever asks
 * @param permission as routes name it, such as `SNAPSHOT:CREATE`; `none` is open to everybody
 * @param rights default: those of the built-in roles
 */
export function mayDo(roles: readonly string[], permission: string, rights: RoleRights = BUILT_IN): boolean {
  return permission === 'none' || roles.some((role) => rights.get(role)?.some((right) => covers(right, permission)) === true);
}

function covers(right: string, permission: string): boolean {
  if (right === '*' || right === permission) return true;
  const [object, action, ...deeper] = right.split(':');
  const wanted = permission.split(':');
  if (action === undefined || deeper.length > 0 || wanted.length !== 2) return false;
  return (object === '*' || object === wanted[0]) && (action === '*' || action === wanted[1]);
}

/** Whether a word is the name of a built-in role. */
export function isRole(word: string): word is Role {
  return (ROLES as readonly string[]).includes(word);
}

/** Identity providers name roles and groups with these. Neither a comma nor a blank is among them: both separate roles. */
const ROLE_NAME = /^[A-Za-z0-9._@:/-]{1,64}$/;

/** Whether a word could be the name of a role: 1 to 64 letters, digits and `.`, `_`, `@`, `:`, `/`, `-`. */
export function isRoleName(word: string): boolean {
  return ROLE_NAME.test(word);
}

/** Roles of one's own, and what they are checked against. */
export interface OwnRoles {
  /** What names them to whoever chose them, for messages: a key of the configuration. */
  readonly key: string;
  /** Patterns such as `SNAPSHOT:*` by the names of the roles. */
  readonly own: RoleRights;
  /** Every permission that there is. */
  readonly permissions: readonly string[];
}

/**
 * Adds roles of one's own to the built-in ones.
 *
 * @returns all of them, for {@link mayDo}
 * @throws OpsError `CONFIG_INVALID` for a name that is built in or cannot be one, and for a pattern that names none of the permissions, with the near miss
 */
export function defineRoles({ key, own, permissions }: OwnRoles): RoleRights {
  const named = [...new Set(permissions)].filter((permission) => permission !== 'none');
  for (const [name, patterns] of own) {
    if (isRole(name)) throw invalid(`${key}: ${name} is built in and cannot be defined again`);
    if (!isRoleName(name)) throw invalid(`${key}: ${JSON.stringify(name.slice(0, 80))} cannot be the name of a role`);
    const idle = patterns.find((pattern) => !named.some((permission) => covers(pattern, permission)));
    if (idle !== undefined) throw invalid(`${key}: ${name}: ${JSON.stringify(idle)} names no permission${hint(idle, patternsOf(named))}`);
  }
  return new Map([...BUILT_IN, ...own]);
}

/**
 * Refuses roles that nobody has defined.
 *
 * @param key where they are named, for messages
 * @param roles that are named
 * @throws OpsError `CONFIG_INVALID`, with the near miss
 */
export function assertRoles(key: string, roles: Iterable<string>, rights: RoleRights): void {
  for (const role of roles)
    if (!rights.has(role)) throw invalid(`${key}: ${JSON.stringify(role)} is not a role${hint(role, rights.keys())}`);
}

/** Permissions, and the patterns that stand for some of them. */
function patternsOf(permissions: readonly string[]): ReadonlySet<string> {
  const parts = permissions.map((permission) => permission.split(':')).filter(({ length }) => length === 2);
  return new Set([...permissions, ...parts.flatMap(([object = '', action = '']) => [`${object}:*`, `*:${action}`])]);
}

function hint(word: string, candidates: Iterable<string>): string {
  const near = nearest(word, candidates);
  return near === undefined ? '' : `; did you mean ${near}?`;
}

function invalid(message: string): OpsError {
  return errors.CONFIG_INVALID({ message, remedy: 'Correct it. The reference of the HTTP routes lists the permission of each.' });
}
