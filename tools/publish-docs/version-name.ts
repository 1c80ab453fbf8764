import { errors } from '@ringside/core';

/** The alias that follows the newest release; no version may be called so. */
export const LATEST = 'latest';

const MAX_LENGTH = 64;
const SHAPE = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;
/** Endings that a static host, git or a file system gives a meaning to. */
const RESERVED_ENDING = /\.(?:html|json|txt|xml|lock|git)$|\.$/i;

/**
 * Checks the name of a version; it becomes a folder of the branch and a part of every address below it.
 *
 * @returns the name as it is
 * @throws OpsError `INVALID_ARGUMENT` when it cannot be a folder, would leave it, or means something else
 */
export function checkVersionName(name: string): string {
  const fault = faultOf(name);
  if (fault === undefined) return name;
  throw errors.INVALID_ARGUMENT({
    message: `--doc-version ${JSON.stringify(name)} ${fault}`,
    remedy: 'Name it like 0.2.0 or main: letters, digits, dots, hyphens and underscores.',
  });
}

/** Whether a text could have passed {@link checkVersionName}. */
export function isVersionName(name: string): boolean {
  return faultOf(name) === undefined;
}

function faultOf(name: string): string | undefined {
  if (name.toLowerCase() === LATEST) return 'is the alias, not a version';
  if (name.length > MAX_LENGTH) return `is longer than ${MAX_LENGTH} characters`;
  if (name.includes('..')) return 'holds two dots in a row, as if it led out of its folder';
  if (!SHAPE.test(name)) return 'is not a version name';
  if (RESERVED_ENDING.test(name)) return 'ends like a file';
  return name.toLowerCase() === 'cname' ? 'is the name of a file of the branch' : undefined;
}

interface Release {
  readonly numbers: readonly number[];
  readonly preRelease: string | undefined;
}

/** Whether a version is a release by number (`0.2.0`, `v1.4`), not a name (`main`) and not a pre-release (`0.3.0-rc.1`). */
export function isRelease(name: string): boolean {
  const release = readRelease(name);
  return release !== undefined && release.preRelease === undefined;
}

/**
 * The order in which versions are listed: numbers from the greatest to the smallest, a pre-release after its release, then names
 * by the alphabet. For `Array.sort`.
 */
export function compareVersions(left: string, right: string): number {
  const [a, b] = [readRelease(left), readRelease(right)];
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined) || byText(left, right);
  for (let index = 0; index < Math.max(a.numbers.length, b.numbers.length); index++) {
    const difference = (b.numbers[index] ?? 0) - (a.numbers[index] ?? 0);
    if (difference !== 0) return difference;
  }
  if (a.preRelease === undefined || b.preRelease === undefined) {
    return Number(a.preRelease !== undefined) - Number(b.preRelease !== undefined) || byText(left, right);
  }
  return b.preRelease.localeCompare(a.preRelease, 'en', { numeric: true }) || byText(left, right);
}

function readRelease(name: string): Release | undefined {
  const match = /^v?(\d+(?:\.\d+){0,3})(?:-([A-Za-z0-9.-]+))?$/.exec(name);
  return match === null ? undefined : { numbers: (match[1] ?? '').split('.').map(Number), preRelease: match[2] };
}

function byText(left: string, right: string): number {
  return Number(left > right) - Number(left < right);
}
