import type { Clock } from '@ringside/core';
import { assertOwnersAlone, readTextFile } from '@ringside/host';
import { followFile } from './followed-file.ts';
import type { RoleRights } from './roles.ts';
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
  /** The roles that there are. */
  readonly rights: RoleRights;
  /** For when tokens expire and files are looked at. */
  readonly clock: Clock;
  /** Told once of each change of the file that cannot be used. */
  readonly onFault: (error: unknown) => void;
  /** Told, whenever the file is read, of each role in it that there is not: it allows nothing. */
  readonly onUnknownRole: (name: string, role: string) => void;
}

/**
 * Knows the tokens of a file, and follows its changes within a second. A file that cannot be read any more, or has a wrong line, lets nobody in until it is
 * mended.
 *
 * @throws OpsError `CONFIG_INVALID` or `PERMISSION_DENIED` for a file that cannot be used from the start
 */
export async function openTokens({ key, file, rights, clock, onFault, onUnknownRole }: KnownTokensOptions): Promise<KnownTokens> {
  const read = async (): Promise<readonly TokenEntry[]> => {
    await assertOwnersAlone(file, `${key}: ${file}`);
    const entries = parseTokens(await readTextFile(key, file), `${key}: ${file}`);
    for (const { name, roles } of entries) for (const role of roles) if (!rights.has(role)) onUnknownRole(name, role);
    return entries;
  };
  const followed = await followFile({ file, read, clock, onFault });
  return {
    async ownerOf(token) {
      return ownerOfToken((await followed.current()) ?? [], token, clock.nowMs());
    },
  };
}
