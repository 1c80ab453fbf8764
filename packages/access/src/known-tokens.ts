import { stat } from 'node:fs/promises';
import type { Clock } from '@ringside/core';
import { assertOwnersAlone, readTextFile } from '@ringside/host';
import { ownerOfToken, parseTokens, type TokenEntry } from './token-file.ts';

/** The tokens of a file, as they are now. */
export interface KnownTokens {
  /** Whose token this is; undefined for nobody’s. Never rejects. */
  ownerOf(token: string): Promise<TokenEntry | undefined>;
}

/** What {@link openTokens} takes. */
export interface KnownTokensOptions {
  /** What names the file to whoever chose it, for messages: a key of the configuration. */
  readonly key: string;
  /** Its path; nobody but its owner may read it. */
  readonly file: string;
  /** For when tokens expire and files are looked at. */
  readonly clock: Clock;
  /** Told once of each change of the file that cannot be used. */
  readonly onFault: (error: unknown) => void;
}

/** How often the file is looked at, while somebody asks: a token that is removed counts for so long at most. */
const LOOK_EVERY_MS = 1_000;

/**
 * Knows the tokens of a file, and follows its changes. A file that cannot be read any more, or has a wrong line, lets nobody in until it is mended: what
 * somebody meant to remove may still stand in the old one.
 *
 * @throws OpsError `CONFIG_INVALID` or `PERMISSION_DENIED` for a file that cannot be used from the start
 */
export async function openTokens({ key, file, clock, onFault }: KnownTokensOptions): Promise<KnownTokens> {
  const read = async (): Promise<readonly TokenEntry[]> => {
    await assertOwnersAlone(file, `${key}: ${file}`);
    return parseTokens(await readTextFile(key, file), `${key}: ${file}`);
  };
  let seen = await versionOf(file);
  let entries = await read();
  let lookAtMs = clock.monotonicMs() + LOOK_EVERY_MS;
  const look = async (): Promise<void> => {
    if (clock.monotonicMs() < lookAtMs) return;
    lookAtMs = clock.monotonicMs() + LOOK_EVERY_MS;
    const version = await versionOf(file);
    if (version === seen) return;
    try {
      entries = await read();
    } catch (error) {
      entries = [];
      onFault(error);
    }
    seen = version;
  };
  return {
    async ownerOf(token) {
      await look();
      return ownerOfToken(entries, token, clock.nowMs());
    },
  };
}

/** Changes whenever the file does; of one that is not there it is empty. */
async function versionOf(file: string): Promise<string> {
  const found = await stat(file, { bigint: true }).catch(() => undefined);
  return found === undefined ? '' : [found.ino, found.size, found.mtimeNs, found.ctimeNs].join(' ');
}
