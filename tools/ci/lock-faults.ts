/** One package of an npm lock file, as far as the check reads it. */
interface LockedPackage {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
}

/**
 * Finds what is wrong with an npm lock file: a download address (the lock must work with any registry), or a package from the
 * registry without a hash.
 *
 * @param packages the lock's `packages`, by path
 * @returns one sentence a fault
 */
export function lockFaults(packages: Readonly<Record<string, LockedPackage>>): string[] {
  return Object.entries(packages).flatMap(([path, locked]) => {
    const fromRegistry = path.includes('node_modules/') && locked.link !== true;
    const faults: string[] = [];
    if (/^[a-z+]+:/.test(locked.resolved ?? '')) faults.push(`${path} names a download address`);
    if (fromRegistry && locked.integrity === undefined) faults.push(`${path} has no hash`);
    return faults;
  });
}
