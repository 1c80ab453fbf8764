import { requireAtLeastOne } from '../at-least-one.ts';
import { type Counter, SpaceSaving } from './space-saving.ts';

/** How keys are counted. */
export interface HotKeySettings {
  /** How many keys are monitored. A key with more than one in so many of all requests is always among them. Default: 1,000. */
  readonly mostKeys: number;
  /** How long one window is. Counts are kept for the current window and the one before. Default: 1 minute. */
  readonly windowMs: number;
}

/** What is used unless the client is told otherwise. */
export const HOT_KEY_DEFAULTS: HotKeySettings = { mostKeys: 1_000, windowMs: 60_000 };

/** A partition and its recent requests. */
export interface HotKey {
  /** Its keyspace. */
  readonly keyspace: string;
  /** Its table; undefined where the statement names none. */
  readonly table: string | undefined;
  /** The partition key as Cassandra serializes it to compute the token. It is application data: think before you log it. */
  readonly routingKey: Buffer;
  /** It had at least this many requests: a guaranteed lower bound. */
  readonly atLeast: number;
  /** It had no more than this: `atMost - atLeast` is how much is uncertain. */
  readonly atMost: number;
  /** `atLeast` as a share of all counted requests, 0 to 1. */
  readonly share: number;
  /** Bytes of the responses to the `atLeast` requests; a request that failed has none. */
  readonly responseBytes: number;
  /** Total latency of the `atLeast` requests, in milliseconds: divide by `atLeast` for the mean. */
  readonly latencyMs: number;
}

/** The hottest keys, and what they were found in. */
export interface HotKeys {
  /** How far the counts reach back, in milliseconds: between one and two windows, or less if the client is younger. */
  readonly spanMs: number;
  /** All requests with a routing key in that time. */
  readonly requests: number;
  /** Sorted by `atLeast`, the highest first. */
  readonly keys: readonly HotKey[];
}

/** Longer keys are not counted, to bound memory: a monitored key is kept whole, and Cassandra allows 64 KiB. */
const MOST_KEY_BYTES = 1_024;
/** No keyspace or table has it in its name. */
const SEPARATOR = '\0';

/**
 * Counts requests by partition, in two windows of equal length: the present one and the one before. Old keys disappear with their window. Halving all counts
 * from time to time would also forget them, but with two windows counts stay whole numbers, so the bounds are exact, and a result covers a known time span.
 *
 * It counts each attempt that was answered or failed: a partition whose requests time out is hot, too.
 */
export class HotKeyBook {
  readonly #windowMs: number;
  readonly #createdAtMs: number;
  #startedAtMs: number;
  #present: SpaceSaving;
  #past: SpaceSaving;

  /** @throws OpsError INVALID_ARGUMENT when a setting is less than 1 */
  constructor({ mostKeys, windowMs }: HotKeySettings, nowMs: number) {
    requireAtLeastOne('hotKeys', { mostKeys, windowMs });
    const counters = Math.floor(mostKeys);
    this.#present = new SpaceSaving(counters);
    this.#past = new SpaceSaving(counters);
    this.#windowMs = windowMs;
    this.#createdAtMs = this.#startedAtMs = nowMs;
  }

  /** Counts a request. */
  record(
    { keyspace, table = '', routingKey }: Pick<HotKey, 'keyspace' | 'table' | 'routingKey'>,
    { bytes, latencyMs }: { readonly bytes: number; readonly latencyMs: number },
    nowMs: number,
  ): void {
    if (routingKey.length > MOST_KEY_BYTES) return;
    this.#turn(nowMs);
    this.#present.add(keyspace + SEPARATOR + table + SEPARATOR + routingKey.toString('latin1'), bytes, latencyMs);
  }

  /** The hottest keys of the present window and the one before. */
  top(limit: number, nowMs: number): HotKeys {
    this.#turn(nowMs);
    const requests = this.#present.total + this.#past.total;
    const ids = new Set([...this.#present.keys(), ...this.#past.keys()]);
    const keys = [...ids].map((id) => this.#sum(id, requests)).sort((a, b) => b.atLeast - a.atLeast || b.atMost - a.atMost);
    return {
      spanMs: Math.min(nowMs - this.#createdAtMs, nowMs - this.#startedAtMs + this.#windowMs),
      requests,
      keys: keys.slice(0, limit),
    };
  }

  /** In a window that does not monitor the key, it may have come as often as the rarest key that is monitored. */
  #sum(id: string, requests: number): HotKey {
    const counters = [this.#present.of(id), this.#past.of(id)].filter((each): each is Counter => each !== undefined);
    const sum = (read: (counter: Counter) => number): number => counters.reduce((total, each) => total + read(each), 0);
    const unseen = (this.#present.of(id) ? 0 : this.#present.least) + (this.#past.of(id) ? 0 : this.#past.least);
    const atLeast = sum(({ count, overestimate }) => count - overestimate);
    const [keyspace = '', table = ''] = id.split(SEPARATOR, 2);
    return {
      keyspace,
      table: table === '' ? undefined : table,
      routingKey: Buffer.from(id.slice(keyspace.length + table.length + 2 * SEPARATOR.length), 'latin1'),
      atLeast,
      atMost: sum(({ count }) => count) + unseen,
      share: atLeast / requests,
      responseBytes: sum(({ bytes }) => bytes),
      latencyMs: sum(({ latencyMs }) => latencyMs),
    };
  }

  #turn(nowMs: number): void {
    const windows = Math.floor((nowMs - this.#startedAtMs) / this.#windowMs);
    if (windows < 1) return;
    [this.#present, this.#past] = [this.#past, this.#present];
    this.#present.clear();
    if (windows > 1) this.#past.clear();
    this.#startedAtMs += windows * this.#windowMs;
  }
}
