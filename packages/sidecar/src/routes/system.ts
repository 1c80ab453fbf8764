import { fileSystems } from '@ringside/host';
import type { Handlers } from './context.ts';

/** The machine that the sidecar runs on, and its node with it. */
export function systemHandlers(): Handlers<'diskInfo'> {
  return {
    diskInfo: async () => ({
      body: (await fileSystems()).map(({ source, mount, type, totalBytes, freeBytes, availableBytes }) => ({
        totalSpace: totalBytes,
        freeSpace: freeBytes,
        usableSpace: availableBytes,
        name: source,
        mount,
        type,
      })),
    }),
  };
}
