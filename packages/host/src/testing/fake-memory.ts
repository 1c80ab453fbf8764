import type { MemorySources } from '../memory/memory.ts';

/** One gibibyte. */
export const GIB: number = 2 ** 30;

/** The files of a machine with 8 GiB available and no control group. */
export const hostMemory: Readonly<Record<string, string>> = {
  '/proc/meminfo': 'MemTotal: 16777216 kB\nMemFree: 1 kB\nMemAvailable:    8388608 kB\n',
};

/** A machine of which only these files of /proc and /sys are there; Node says that 3 GiB are free. */
export function fakeMemory(files: Readonly<Record<string, string>>): MemorySources {
  return {
    readText: async (path) => files[path] ?? Promise.reject(new Error('ENOENT')),
    freeBytes: () => 3 * GIB,
  };
}
