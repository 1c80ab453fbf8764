/** Roles that are built in, from the least to the most. */
export const ROLES = ['viewer', 'operator', 'admin'] as const;

/** One of {@link ROLES}. */
export type Role = (typeof ROLES)[number];

/**
 * What each role may do, by the names of Apache Cassandra Sidecar's permissions. `*` stands for any object or any action. A permission that none names is for
 * `admin` alone, so that a new one is closed until somebody decides.
 */
const RIGHTS: Readonly<Record<Role, readonly string[]>> = {
  viewer: ['*:READ', '*:SELECT', 'STATS'],
  operator: [
    '*:READ',
    '*:SELECT',
    'STATS',
    'SNAPSHOT:*',
    'NODE:DRAIN',
    'NODE:RESTART',
    'REPAIR',
    'LIFECYCLE:MODIFY',
    'GOSSIP:MODIFY',
    'NATIVE:MODIFY',
    'LOGGING:MODIFY',
  ],
  admin: ['*'],
};

/**
 * Whether somebody with these roles may do something.
 *
 * @param permission as routes name it, such as `SNAPSHOT:CREATE`; `none` is open to everybody
 */
export function mayDo(roles: readonly Role[], permission: string): boolean {
  return permission === 'none' || roles.some((role) => RIGHTS[role].some((right) => covers(right, permission)));
}

function covers(right: string, permission: string): boolean {
  if (right === '*' || right === permission) return true;
  const [object, action, ...deeper] = right.split(':');
  const wanted = permission.split(':');
  if (action === undefined || deeper.length > 0 || wanted.length !== 2) return false;
  return (object === '*' || object === wanted[0]) && (action === '*' || action === wanted[1]);
}

/** Whether a word is the name of a role. */
export function isRole(word: string): word is Role {
  return (ROLES as readonly string[]).includes(word);
}
