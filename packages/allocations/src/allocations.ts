import type { Conditional, RecipeClient, SerialConsistency } from '@ringside/client-recipes';
import { type Clock, systemClock, throwIfAborted } from '@ringside/core';
import { type AbTest, createTest, readTest, type TestDefinition } from './ab-tests.ts';
import { allocate, type AllocateRequest, type AllocateResult } from './allocate.ts';
import { countDays, type DayCounts, sealDay, type SealDayRequest, type SealedDay } from './counts.ts';
import { type CellCustomer, customersIn, type CustomersInRequest } from './customers-in.ts';
import { joined, type JoinedCustomer, type JoinedRequest } from './joined.ts';
import { listMetadata, type Metadata, type MetadataKey, type MetadataPrefix, readMetadata, setMetadata } from './metadata.ts';
import { checkWhole } from './names.ts';
import { allocationTables } from './schema.ts';
import { rebuild, type RebuildRequest, type RebuiltIndex } from './rebuild.ts';
import type { Store } from './store.ts';
import { sweep, type SweepProgress, type SweepRequest } from './sweep.ts';
import { TestCache } from './test-cache.ts';
import { type Allocation, CustomerReader } from './truth.ts';
import { untilLeft, untilOver } from './until-left.ts';
import { type IndexReport, verify, type VerifyRequest } from './verify.ts';

/** How the store works. All programs that use the same keyspace need the same options, apart from the clock. */
export interface AllocationsOptions {
  /** The exact name of the keyspace in which the tables of {@link allocationsSchema} are. */
  readonly keyspace: string;
  /** Sends conditional writes: `(write) => compareAndSet(client, write)` of `@ringside/resilient-client`, or the like. */
  readonly conditional: Conditional;
  /** The level at which allocations are decided. `LOCAL_SERIAL` is right only where a single datacenter writes. Default: SERIAL. */
  readonly serialConsistency?: SerialConsistency | undefined;
  /** Of all other statements, and of the commit of what was decided, so that {@link Allocations.allocationsOf} returns it. `QUORUM` where one datacenter reads what another one writes. Default: LOCAL_QUORUM. */
  readonly consistency?: 'LOCAL_QUORUM' | 'QUORUM' | undefined;
  /** How long a writer may use what it has read about a test, in milliseconds, at most an hour. A rebuild of the index waits that long. Default: 10 s. */
  readonly testCacheMs?: number | undefined;
  /** How long after its end a day can be sealed, in milliseconds: longer than clock skew, an allocation and the delay of a sweep together. Default: an hour. */
  readonly sealAfterMs?: number | undefined;
  /** Dates allocations and measures time-outs. Default: the machine's. */
  readonly clock?: Clock | undefined;
}

/** What ends a call. */
export interface AllocationsCallOptions {
  /** Ends it. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * A store of allocations. Each call retries an idempotent statement up to eight times, in some 16 seconds, while it fails for a transient reason, and then throws what
 * the driver throws; if its signal has aborted, what `abortError()` of `@ringside/core` returns. The ids of customers, tests and cells are 1 to 1,024 bytes of UTF-8;
 * others are refused with INVALID_ARGUMENT.
 */
export interface Allocations {
  /**
   * Creates a test. The same again succeeds, also at the same time; of different definitions the first one wins.
   *
   * @returns the test as it is stored
   * @throws OpsError TEST_DIFFERS, which names the difference; INVALID_ARGUMENT; what the conditional write fails with, and then the test may exist: create it again
   */
  createTest(definition: TestDefinition, options?: AllocationsCallOptions): Promise<AbTest>;
  /**
   * A test as it is now; undefined where there is none.
   *
   * @param testId the id that the test was created with
   */
  test(testId: string, options?: AllocationsCallOptions): Promise<AbTest | undefined>;
  /**
   * Decides the cell of a customer in a test, permanently: the first caller decides, and every other one gets the same cell.
   *
   * Once the cell is decided, the call no longer fails: if the index rows could not be written, or the signal aborts meanwhile, the result says so, and a sweep writes
   * them. It costs a Paxos round, so look with {@link Allocations.allocationsOf} first.
   *
   * @throws OpsError NOT_FOUND for a test, and CELL_UNKNOWN for a cell, that doesn't exist; what the conditional write fails with, and then the cell may be decided or
   *   not: allocate again to find out
   */
  allocate(request: AllocateRequest, options?: AllocationsCallOptions): Promise<AllocateResult>;
  /**
   * All allocations of a customer, in the order of the tests' ids: one statement that reads one partition. Without a signal, the first attempt goes straight to the
   * driver, whose `readTimeout` bounds it.
   *
   * @param customerId the id that your program has for the customer
   */
  allocationsOf(customerId: string, options?: AllocationsCallOptions): Promise<readonly Allocation[]>;
  /**
   * All customers in a cell, by pages, in no particular order. Customers that are allocated meanwhile may be missing. Reading follows your pace: see `parallel`.
   *
   * @throws OpsError NOT_FOUND, CELL_UNKNOWN, INVALID_ARGUMENT; INDEX_REPLACED at the end of a list that took longer than a rebuild kept the old index; every error when
   *   a page is asked for. A list that ends without an error is complete
   */
  customersIn(request: CustomersInRequest, options?: AllocationsCallOptions): AsyncGenerator<readonly CellCustomer[], void, undefined>;
  /**
   * The customers that joined a test on some days, by pages, in the order of time. At most 50,000 rows are buffered, or 16 for each bucket if that is more.
   *
   * @throws OpsError NOT_FOUND, INVALID_ARGUMENT; INDEX_REPLACED as for {@link Allocations.customersIn}; every error when a page is asked for. A list that ends without
   *   an error is complete
   */
  joined(request: JoinedRequest, options?: AllocationsCallOptions): AsyncGenerator<readonly JoinedCustomer[], void, undefined>;
  /**
   * How many customers joined a test, by day and cell, in the order of the days. Sealed days are returned as they were sealed. All other days since the test was created
   * are counted in the index, and left out if nobody joined: seal days, or this reads the whole index.
   *
   * @param testId the id that the test was created with
   * @throws OpsError NOT_FOUND; INDEX_REPLACED if counting took longer than a rebuild kept the old index
   */
  counts(testId: string, options?: AllocationsCallOptions): Promise<readonly DayCounts[]>;
  /**
   * Counts a day that is over, and stores the counts permanently. Sweep first, or the counts may be too low. Sealing a day again changes nothing.
   *
   * @throws OpsError DAY_NOT_OVER until `sealAfterMs` after the end of the day; NOT_FOUND; INDEX_REPLACED, and then nothing is sealed; INVALID_ARGUMENT; what the conditional write fails with, and then the day
   *   may be sealed: seal it again
   */
  sealDay(request: SealDayRequest, options?: AllocationsCallOptions): Promise<SealedDay>;
  /** Stores a text about a test. The last write wins. */
  setMetadata(metadata: Metadata, options?: AllocationsCallOptions): Promise<void>;
  /** Reads a text about a test; undefined if there is none. */
  metadata(key: MetadataKey, options?: AllocationsCallOptions): Promise<string | undefined>;
  /**
   * All metadata of a test whose keys begin with a prefix, in the order of the keys.
   *
   * @param testId the id that the test was created with
   */
  listMetadata(testId: string, prefix?: MetadataPrefix, options?: AllocationsCallOptions): AsyncGenerator<Metadata, void, undefined>;
  /**
   * Finishes allocations whose programs were killed, or whose index rows could not be written: reads the intents, oldest first, and writes both index rows of each
   * allocation that was decided. Rows that exist already don't change, so sweeps may run at any time, repeatedly, and in several places at once. Run it every few minutes.
   *
   * @returns what it did
   * @throws OpsError SWEEP_INCOMPLETE if some intents could not be replayed: after all others were, or after a hundred failures; INVALID_ARGUMENT
   */
  sweep(request?: SweepRequest): Promise<SweepProgress>;
  /**
   * Builds the index of a test anew from its allocations, as another version beside the old one, while everything goes on. Announces the version, so that all writers
   * write both; waits for `testCacheMs`; reads all allocations and writes their rows; verifies and mends the result; switches to it; keeps the old version for
   * `keepOldMs`, for lists that began before; and then removes it.
   *
   * What it has done is stored with the test. A rebuild that ends early, or is killed, is resumed by the next one of the same test, from any machine, which repeats the
   * token ranges that were in progress. Two at the same time do the same work twice, and no harm.
   *
   * @throws OpsError NOT_FOUND; REBUILD_INCOMPLETE if the new version could not be mended: then the old one stays; INVALID_ARGUMENT; what the conditional write fails with
   */
  rebuild(request: RebuildRequest): Promise<RebuiltIndex>;
  /**
   * Compares the index of a test with its allocations, bucket by bucket: counts and hashes first, then, row by row, only buckets that differ. It reads three tables to the
   * end, and twice where something differs; each difference is read again before it counts. With `mend`, it repairs what it finds.
   *
   * @throws OpsError NOT_FOUND; INDEX_REPLACED if a rebuild switched to another version meanwhile: verify again; INVALID_ARGUMENT
   */
  verify(request: VerifyRequest): Promise<IndexReport>;
}

const TEST_CACHE_MS = 10_000;
const HOUR_MS = 3_600_000;
const LONGEST_SEAL_MS = 30 * 24 * HOUR_MS;

/**
 * Makes a store of A/B test allocations, for a billion rows and more, on tables that {@link allocationsSchema} describes.
 *
 * An allocation is decided by one conditional write. The rows of the two index tables follow from the row that is stored, with its time as their write timestamp, so
 * writing them again changes nothing; intents, noted before, say which may be missing.
 *
 * @param client a `Client` of `cassandra-driver`, or a `ResilientClient` of `@ringside/resilient-client`
 * @throws OpsError INVALID_ARGUMENT
 *
 * @example
 * ```ts
 * const allocations = createAllocations(client, { keyspace: 'shop', conditional: (write) => compareAndSet(client, write) });
 * await allocations.createTest({ testId: 'big-buttons', cells: ['control', 'big'], expectedCustomers: 50_000_000 });
 * const { cell } = await allocations.allocate({ customerId: 'eva', testId: 'big-buttons', cell: 'big' });
 * ```
 */
export function createAllocations(client: RecipeClient, options: AllocationsOptions): Allocations {
  const { keyspace, conditional, serialConsistency = 'SERIAL', consistency = 'LOCAL_QUORUM', clock = systemClock } = options;
  const { testCacheMs = TEST_CACHE_MS, sealAfterMs = HOUR_MS } = options;
  checkWhole('testCacheMs', testCacheMs, 0, HOUR_MS);
  checkWhole('sealAfterMs', sealAfterMs, 0, LONGEST_SEAL_MS);
  const store: Store = { client, keyspace, tables: allocationTables(keyspace), conditional, serialConsistency, consistency, clock };
  const tests = new TestCache(store, testCacheMs);
  const customers = new CustomerReader(store);
  return {
    createTest: async (definition, { signal } = {}) => {
      throwIfAborted(signal, 'Creating a test');
      return createTest(store, definition);
    },
    test: async (testId, { signal } = {}) => readTest(store, testId, signal),
    allocate: async (request, { signal } = {}) => allocate(store, tests, request, signal),
    allocationsOf: (customerId, { signal } = {}) => customers.read(customerId, signal),
    customersIn: (request, { signal } = {}) => untilLeft(signal, (until) => customersIn(store, request, until)),
    joined: (request, { signal } = {}) => untilLeft(signal, (until) => joined(store, request, until)),
    counts: async (testId, { signal } = {}) => untilOver(signal, (until) => countDays(store, testId, until)),
    sealDay: async (request, { signal } = {}) => untilOver(signal, (until) => sealDay(store, request, { sealAfterMs, signal: until })),
    setMetadata: async (metadata, { signal } = {}) => setMetadata(store, metadata, signal),
    metadata: async (key, { signal } = {}) => readMetadata(store, key, signal),
    listMetadata: (testId, prefix = {}, { signal } = {}) => listMetadata(store, testId, prefix, signal),
    sweep: async (request = {}) => untilOver(request.signal, (until) => sweep(store, tests, request, until)),
    rebuild: async (request) => untilOver(request.signal, (signal) => rebuild(store, request, { testCacheMs, signal })),
    verify: async (request) => untilOver(request.signal, (signal) => verify(store, request, signal)),
  };
}
