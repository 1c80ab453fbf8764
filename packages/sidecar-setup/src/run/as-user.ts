import { errors } from '@ringside/core';

/** A user and its group, by number. */
export interface User {
  /** The number of the user. */
  readonly uid: number;
  /** The number of the group. */
  readonly gid: number;
}

/**
 * Does a work with the rights of a user, and no more: root that wrote into a folder of another user would follow whatever links that user puts there. It
 * holds for the whole process, so nothing else may go on meanwhile.
 *
 * @param work runs with the rights of that user until it settles
 * @throws OpsError `PERMISSION_DENIED` when this is neither that user nor root; whatever the work throws
 */
export async function asUser<T>({ uid, gid }: User, work: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() === uid) return await work();
  if (process.geteuid?.() !== 0 || process.setgroups === undefined || process.setegid === undefined || process.seteuid === undefined)
    throw errors.PERMISSION_DENIED({
      message: `Only root and the user with id ${uid} may do this`,
      remedy: `Run it as that user: sudo -u '#${uid}' with the same command; or as root.`,
    });
  const before = { groups: process.getgroups?.() ?? [], gid: process.getegid?.() ?? 0 };
  process.setgroups([gid]);
  process.setegid(gid);
  process.seteuid(uid);
  try {
    return await work();
  } finally {
    process.seteuid(0);
    process.setegid(before.gid);
    process.setgroups([...before.groups]);
  }
}
