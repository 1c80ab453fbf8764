import { lookupService } from 'node:dns/promises';
import type { Clock } from '@ringside/core';

/** Name of an address, or the address itself where it has none or its name is not known in time. Never rejects. */
export type FqdnLookup = (address: string) => Promise<string>;

/** Options of {@link createFqdnLookup}. */
export interface FqdnOptions {
  /** For how long names are kept and waited for. */
  readonly clock: Clock;
  /** Reverse look-up; the system's own by default. */
  readonly reverse?: (address: string) => Promise<string>;
  /** How long an answer waits for a name; a slower one is there for the next answer. Default 200. */
  readonly waitMs?: number;
}

const KEPT_MS = 600_000;
const MOST = 10_000;

/**
 * Reverse look-ups that cannot hold up an answer: bounded, shared, and kept for ten minutes, also that an address has no name. A failure
 * of the moment (no file descriptor, a name server that is away) is not kept.
 */
export function createFqdnLookup({ clock, reverse = reverseLookup, waitMs = 200 }: FqdnOptions): FqdnLookup {
  const known = new Map<string, { readonly name: Promise<string>; readonly untilMs: number }>();
  return async (address) => {
    let entry = known.get(address);
    if (entry === undefined || entry.untilMs < clock.monotonicMs()) {
      if (known.size >= MOST) known.clear();
      const name = reverse(address).catch((error: unknown) => {
        if ((error as NodeJS.ErrnoException).code !== 'ENOTFOUND') known.delete(address);
        return address;
      });
      entry = { name, untilMs: clock.monotonicMs() + KEPT_MS };
      known.set(address, entry);
    }
    const answered = new AbortController();
    const late = clock.sleep(waitMs, answered.signal).then(
      () => address,
      () => address,
    );
    const name = await Promise.race([entry.name, late]);
    answered.abort();
    return name;
  };
}

const ANY_PORT = 7000;

async function reverseLookup(address: string): Promise<string> {
  const { hostname } = await lookupService(address, ANY_PORT);
  return hostname;
}
