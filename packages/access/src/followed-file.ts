import { stat } from 'node:fs/promises';
import type { Clock } from '@ringside/core';

/** A file that says who is let in, as it is now. */
export interface FollowedFile<Content> {
  /** What it holds; undefined while it cannot be used. Never rejects. */
  current(): Promise<Content | undefined>;
}

/** What {@link followFile} takes. */
export interface FollowOptions<Content> {
  /** Its path. */
  readonly file: string;
  /** Reads and checks it. */
  readonly read: () => Promise<Content>;
  /** For when it is looked at. */
  readonly clock: Clock;
  /** Told once of each change of the file that cannot be used. */
  readonly onFault: (error: unknown) => void;
}

/** How often the file is looked at, while somebody asks: what is removed from it counts for so long at most. */
const LOOK_EVERY_MS = 1_000;

/**
 * Reads a file, and again after it has changed. One that cannot be used any more holds nothing until it is mended: what somebody meant to remove may still
 * stand in the old one.
 *
 * @throws what `read` throws at first
 */
export async function followFile<Content>({ file, read, clock, onFault }: FollowOptions<Content>): Promise<FollowedFile<Content>> {
  let seen = await versionOf(file);
  let content: Content | undefined = await read();
  let lookAtMs = clock.monotonicMs() + LOOK_EVERY_MS;
  const look = async (): Promise<void> => {
    if (clock.monotonicMs() < lookAtMs) return;
    lookAtMs = clock.monotonicMs() + LOOK_EVERY_MS;
    const version = await versionOf(file);
    if (version === seen) return;
    try {
      content = await read();
    } catch (error) {
      content = undefined;
      onFault(error);
    }
    seen = version;
  };
  return {
    async current() {
      await look();
      return content;
    },
  };
}

/** Changes whenever the file does; of one that is not there it is empty. */
async function versionOf(file: string): Promise<string> {
  const found = await stat(file, { bigint: true }).catch(() => undefined);
  return found === undefined ? '' : [found.ino, found.size, found.mtimeNs, found.ctimeNs].join(' ');
}
