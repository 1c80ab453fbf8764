import https from 'node:https';
import { type Clock, deadlineIn, withDeadline } from '@ringside/core';
import { createLeanFetch, type LeanFetch } from '@ringside/host';
import { errors as joseErrors } from 'jose';
import { accessErrors } from '../errors.ts';
import { type FindKey, parseKeySet } from './key-set.ts';

/** What {@link keysOfServer} takes. */
export interface KeyServerOptions {
  /** Where the issuer publishes its keys. */
  readonly url: string;
  /** For time-outs, and how old keys may become. */
  readonly clock: Clock;
  /** Ends a request in progress when it aborts. */
  readonly signal: AbortSignal;
  /** Told of each time that keys could not be fetched, which is at most every half minute. */
  readonly onFault: (error: unknown) => void;
}

const WITHIN_MS = 5_000;
/** However many tokens come with a `kid` that nobody knows, the server is asked no more often. */
const ASK_EVERY_MS = 30_000;
/** A key that the issuer has withdrawn counts for so long at most, while the server answers. */
const RENEW_AFTER_MS = 300_000;
/** For so long keys are good while the server does not answer; then nobody is let in. */
const KEEP_MS = 3_600_000;
const MOST_BYTES = 1_048_576;

interface Held {
  readonly find: FindKey;
  readonly fetchedAtMs: number;
}

/**
 * The keys that a server publishes: fetched when the first token comes, again every five minutes while tokens come, and for a `kid` that is not among them,
 * which is how issuers renew keys. Without keys no token is good.
 */
export function keysOfServer({ url, clock, signal, onFault }: KeyServerOptions): FindKey {
  const fetch = createLeanFetch({ keepsConnections: false, tls: { https } });
  let held: Held | undefined;
  let askedAtMs = -Infinity;
  let asking: Promise<void> | undefined;
  const ask = async (): Promise<void> => {
    try {
      const bounds = { signal, deadline: deadlineIn(clock, WITHIN_MS) };
      const text = await withDeadline(bounds, { what: `Fetching ${url}` }, async (until) => textOf(fetch, url, until));
      held = { find: parseKeySet(text, url), fetchedAtMs: clock.monotonicMs() };
    } catch (cause) {
      onFault(unavailable(url, cause));
    } finally {
      asking = undefined;
    }
  };
  const refresh = async (): Promise<void> => {
    const nowMs = clock.monotonicMs();
    if (asking === undefined && nowMs - askedAtMs >= ASK_EVERY_MS) {
      askedAtMs = nowMs;
      asking = ask();
    }
    await asking;
  };
  const ageMs = (): number => (held === undefined ? Infinity : clock.monotonicMs() - held.fetchedAtMs);
  const find: FindKey = async (header) => {
    if (held === undefined || ageMs() >= KEEP_MS) throw unavailable(url);
    return await held.find(header);
  };
  return async (header) => {
    if (ageMs() >= RENEW_AFTER_MS) await refresh();
    try {
      return await find(header);
    } catch (error) {
      if (!(error instanceof joseErrors.JWKSNoMatchingKey)) throw error;
    }
    await refresh();
    return await find(header);
  };
}

/** Redirects are not followed: they come back as the answers that they are. */
async function textOf(fetch: LeanFetch, url: string, signal: AbortSignal): Promise<string> {
  const { status, body } = await fetch(url, { signal });
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of body ?? []) {
    sizeBytes += chunk.byteLength;
    if (sizeBytes > MOST_BYTES) throw new Error(`The answer is larger than ${MOST_BYTES} bytes`);
    chunks.push(chunk);
  }
  if (status !== 200) throw new Error(`The answer has status ${status}`);
  return Buffer.concat(chunks).toString('utf8');
}

function unavailable(url: string, cause?: unknown): Error {
  const why = cause instanceof Error ? `: ${cause.message}` : '';
  return accessErrors.SIGNING_KEYS_UNAVAILABLE({ message: `The keys of ${url} cannot be fetched${why}`, cause });
}
