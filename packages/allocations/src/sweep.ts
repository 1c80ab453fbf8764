import { mapSome, throwIfAborted } from '@ringside/core';
import { replay } from './allocate.ts';
import { allocationsErrors } from './errors.ts';
import { INTENT_MINUTE_MS, INTENT_SHARDS, type Intent, intentsOf, minuteOf } from './intents.ts';
import { checkWhole } from './names.ts';
import { INTENT_TTL_SECONDS } from './schema.ts';
import type { Store } from './store.ts';
import type { TestCache } from './test-cache.ts';

/** Which intents are replayed. */
export interface SweepRequest {
  /** Only intents older than this, in milliseconds: more than an allocation takes. Default: five minutes. */
  readonly olderThanMs?: number | undefined;
  /**
   * Only intents younger than this, in milliseconds. A sweeper that runs every few minutes can go back an hour each time and a whole day now and then. Default: a day
   * and an hour, when all of them have expired.
   */
  readonly youngerThanMs?: number | undefined;
  /** Called after each minute of intents, and awaited. */
  readonly onProgress?: ((progress: SweepProgress) => void | Promise<void>) | undefined;
  /** Ends it. Nothing is lost: sweep again. */
  readonly signal?: AbortSignal | undefined;
}

/** How far a sweep has got. */
export interface SweepProgress {
  /** How many minutes of intents are done. */
  readonly doneMinutes: number;
  /** How many there are. */
  readonly minutes: number;
  /** How many intents were replayed: their index rows exist now. */
  readonly replayed: number;
  /** How many intents came to nothing: no allocation was decided, so there is nothing to index. */
  readonly undecided: number;
}

const OLDER_THAN_MS = 5 * 60_000;
const HOUR_MS = 3_600_000;
const YOUNGER_THAN_MS = INTENT_TTL_SECONDS * 1_000 + HOUR_MS;
/** How many partitions are read at a time, and how many intents of each are replayed at a time: many logged batches at once overload a busy ring. */
const PARTITIONS_AT_ONCE = 4;
const REPLAYS_AT_ONCE = 2;
/** After so many failures, a sweep gives up: it is the cluster that is down, not a few intents that are odd. */
const MOST_FAILURES = 100;

/** What a sweep has done so far. */
class Tally {
  replayed = 0;
  undecided = 0;
  readonly failures: unknown[] = [];

  fail(error: unknown): void {
    this.failures.push(error);
    if (this.failures.length >= MOST_FAILURES) throw this.incomplete();
  }

  incomplete(): Error {
    const [first] = this.failures;
    const reason = String((first as { message?: unknown }).message);
    return allocationsErrors.SWEEP_INCOMPLETE({
      message: `${this.failures.length} intents, or partitions of them, could not be replayed. The first failure: ${reason}`,
      cause: first,
    });
  }
}

/** Replays old intents; see `Allocations.sweep()`. */
export async function sweep(store: Store, tests: TestCache, request: SweepRequest, signal: AbortSignal): Promise<SweepProgress> {
  const { olderThanMs = OLDER_THAN_MS, youngerThanMs = YOUNGER_THAN_MS, onProgress } = request;
  checkWhole('youngerThanMs', youngerThanMs, 0, YOUNGER_THAN_MS);
  checkWhole('olderThanMs', olderThanMs, 0, youngerThanMs);
  const nowMs = store.clock.nowMs();
  const fromMs = minuteOf(nowMs - youngerThanMs);
  const toMs = minuteOf(nowMs - olderThanMs);
  const minutes = (toMs - fromMs) / INTENT_MINUTE_MS + 1;
  const tally = new Tally();
  const shards = Array.from({ length: INTENT_SHARDS }, (_, shard) => shard);
  const progress = (doneMinutes: number): SweepProgress => ({
    doneMinutes,
    minutes,
    replayed: tally.replayed,
    undecided: tally.undecided,
  });
  for (let done = 0; done < minutes; done += 1) {
    const minuteMs = fromMs + done * INTENT_MINUTE_MS;
    await mapSome(shards, PARTITIONS_AT_ONCE, (shard) => sweepShard(store, tests, tally, { minuteMs, shard, signal }));
    await onProgress?.(progress(done + 1));
  }
  if (tally.failures.length > 0) throw tally.incomplete();
  return progress(minutes);
}

async function sweepShard(
  store: Store,
  tests: TestCache,
  tally: Tally,
  { minuteMs, shard, signal }: { readonly minuteMs: number; readonly shard: number; readonly signal: AbortSignal },
): Promise<void> {
  const replayOne = async (intent: Intent): Promise<void> => {
    if (await replay(store, tests, intent, signal)) tally.replayed += 1;
    else tally.undecided += 1;
  };
  await tolerate(tally, signal, async () => {
    for await (const intents of intentsOf(store, minuteMs, shard, signal))
      await mapSome(intents, REPLAYS_AT_ONCE, (intent) => tolerate(tally, signal, () => replayOne(intent)));
  });
}

/** A failure must not block the rest: part of the ring may be down, or somebody may have removed a test. */
async function tolerate(tally: Tally, signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  throwIfAborted(signal, 'Sweeping');
  try {
    await work();
  } catch (error) {
    if (signal.aborted || allocationsErrors.SWEEP_INCOMPLETE.is(error)) throw error;
    tally.fail(error);
  }
}
