import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { errors, type OpsError } from '@ringside/core';
import { isRoleName, ROLES } from './roles.ts';

/** A line of a file of tokens: who has it, what it allows, and enough to know it again, but not the token. */
export interface TokenEntry {
  /** Whose it is: letters, digits and `.`, `_`, `@`, `-`. Unique in its file. */
  readonly name: string;
  /** At least one. One that nobody has defined allows nothing. */
  readonly roles: readonly string[];
  /** 16 random bytes, hexadecimal. */
  readonly salt: string;
  /** SHA-256 of salt and token, hexadecimal. */
  readonly hash: string;
  /** From when on it counts no more, in milliseconds since 1970; undefined for one that always does. */
  readonly expiresMs: number | undefined;
}

/** A token that was just made. */
export interface MadeToken {
  /** What the caller presents: 43 characters of base64url. It is nowhere else. */
  readonly token: string;
  /** What the file keeps of it. */
  readonly entry: TokenEntry;
}

const NAME = /^[A-Za-z0-9._@-]{1,64}$/;
const HASHED = /^sha256:([0-9a-f]{32}):([0-9a-f]{64})$/;
/** Nobody guesses 256 random bits, so one round of a quick hash is enough: there is nothing to slow down. */
const TOKEN_BYTES = 32;

/**
 * Makes a token of 256 random bits.
 *
 * @throws OpsError `INVALID_ARGUMENT` for a name that cannot stand in a file of tokens, or no role, or one that cannot be the name of a role
 */
export function makeToken(name: string, roles: readonly string[], expiresMs?: number): MadeToken {
  if (!NAME.test(name))
    throw errors.INVALID_ARGUMENT({
      message: `${JSON.stringify(name.slice(0, 80))} cannot be the name of a caller`,
      remedy: 'Use 1 to 64 letters, digits, dots, underscores, at signs and hyphens.',
    });
  if (roles.length === 0) throw errors.INVALID_ARGUMENT({ message: `${name} has no role`, remedy: `Give one of ${ROLES.join(', ')}.` });
  const wrong = roles.find((role) => !isRoleName(role));
  if (wrong !== undefined) throw errors.INVALID_ARGUMENT({ message: `${JSON.stringify(wrong.slice(0, 80))} cannot be the name of a role` });
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  const salt = randomBytes(16).toString('hex');
  return { token, entry: { name, roles, salt, hash: hashOf(salt, token).toString('hex'), expiresMs } };
}

function hashOf(salt: string, token: string): Buffer {
  return createHash('sha256').update(salt).update(token).digest();
}

/**
 * Finds whose a token is. Every line is compared, in constant time, so that how long it takes tells nothing.
 *
 * @returns undefined for a token of nobody, or one that has expired
 */
export function ownerOfToken(entries: readonly TokenEntry[], token: string, nowMs: number): TokenEntry | undefined {
  let owner: TokenEntry | undefined;
  for (const entry of entries) if (timingSafeEqual(hashOf(entry.salt, token), Buffer.from(entry.hash, 'hex'))) owner = entry;
  return owner?.expiresMs !== undefined && owner.expiresMs <= nowMs ? undefined : owner;
}

/**
 * Reads a file of tokens: a line each, of a name, roles with commas between them, the hash and, where it expires, when; blanks between. Empty lines and those
 * that begin with `#` are passed over.
 *
 * @param text the file's content
 * @param file names it in messages
 * @throws OpsError `CONFIG_INVALID` for a line that is not so, and for a name that stands twice
 */
export function parseTokens(text: string, file: string): readonly TokenEntry[] {
  const entries: TokenEntry[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const words = line.trim().split(/\s+/);
    if (words[0] === '' || words[0]?.startsWith('#') === true) continue;
    const at = `${file}, line ${index + 1}`;
    const entry = entryOf(words, at);
    if (entries.some(({ name }) => name === entry.name)) throw invalid(at, `${entry.name} has a token already`);
    entries.push(entry);
  }
  return entries;
}

function entryOf([name = '', roles = '', hashed = '', expires, ...more]: readonly string[], at: string): TokenEntry {
  if (!NAME.test(name)) throw invalid(at, 'the name has letters that a name cannot have');
  const named = roles.split(',');
  const wrong = named.find((role) => !isRoleName(role));
  if (wrong !== undefined) throw invalid(at, `${JSON.stringify(wrong)} cannot be the name of a role`);
  const [, salt, hash] = HASHED.exec(hashed) ?? [];
  // What stands there may be a token that somebody took for its hash, so it is not repeated.
  if (salt === undefined || hash === undefined) throw invalid(at, 'the third word is not a hash of a token');
  const expiresMs = expires === undefined ? undefined : Date.parse(expires);
  if (Number.isNaN(expiresMs)) throw invalid(at, 'the time at which the token expires cannot be read');
  if (more.length > 0) throw invalid(at, 'there are more than four words');
  return { name, roles: named, salt, hash, expiresMs };
}

/** A file of tokens as text, which {@link parseTokens} reads. */
export function formatTokens(entries: readonly TokenEntry[]): string {
  const lines = entries.map(({ name, roles, salt, hash, expiresMs }) =>
    [name, roles.join(','), `sha256:${salt}:${hash}`, ...(expiresMs === undefined ? [] : [new Date(expiresMs).toISOString()])].join(' '),
  );
  return ['# Tokens of callers, as hashes: name, roles, hash, when it expires. Written by ringside access.', ...lines, ''].join('\n');
}

function invalid(at: string, what: string): OpsError {
  return errors.CONFIG_INVALID({
    message: `${at}: ${what}`,
    remedy: 'Correct the line, or remove it and make a token with ringside access add.',
  });
}
