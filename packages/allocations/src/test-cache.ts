import { deadlineIn, withDeadline } from '@ringside/core';
import { type AbTest, needTest } from './ab-tests.ts';
import type { Store } from './store.ts';

/** Longer than all attempts to read a test take. */
const LONGEST_READ_MS = 300_000;

interface Entry {
  /** When its read began, on the monotonic clock. */
  readonly atMs: number;
  readonly test: Promise<AbTest>;
}

/**
 * Tests as writers see them: as they were at some time in the last `cacheMs`. So every writer knows of a change that was made `cacheMs` ago, and a rebuild waits
 * that long before it scans. The absence of a test isn't cached.
 */
export class TestCache {
  readonly #store: Store;
  readonly #cacheMs: number;
  readonly #entries = new Map<string, Entry>();

  constructor(store: Store, cacheMs: number) {
    this.#store = store;
    this.#cacheMs = cacheMs;
  }

  /** @throws OpsError NOT_FOUND; what reading it fails with */
  async get(testId: string, signal: AbortSignal | undefined): Promise<AbTest> {
    const { clock } = this.#store;
    const nowMs = clock.monotonicMs();
    const known = this.#entries.get(testId);
    const { test } = known !== undefined && nowMs - known.atMs < this.#cacheMs ? known : this.#read(testId, nowMs);
    if (signal === undefined) return test;
    return withDeadline({ signal, deadline: deadlineIn(clock, LONGEST_READ_MS) }, { what: `Reading test ${testId}` }, () => test);
  }

  /** All callers share one read, so it doesn't end when one of them gives up. */
  #read(testId: string, atMs: number): Entry {
    const entry = { atMs, test: needTest(this.#store, testId, undefined) };
    this.#entries.set(testId, entry);
    entry.test.catch(() => {
      if (this.#entries.get(testId) === entry) this.#entries.delete(testId);
    });
    return entry;
  }
}
