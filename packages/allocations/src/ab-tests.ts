import { type BoundStatement, decideWrite, type RecipeRow } from '@ringside/client-recipes';
import { errors } from '@ringside/core';
import { bucketsFor } from './buckets.ts';
import { allocationsErrors } from './errors.ts';
import { checkIds } from './names.ts';
import { send, type Store } from './store.ts';

/** What a test is created with. */
export interface TestDefinition {
  /** Its id. */
  readonly testId: string;
  /** Its variants: 1 to 100 different names. Their order means nothing. */
  readonly cells: readonly string[];
  /** How many customers it will have in the end. The number of buckets follows from it, and never changes. */
  readonly expectedCustomers: number;
}

/** A test as it is stored. */
export interface AbTest {
  /** Its id. */
  readonly testId: string;
  /** Its variants, in the order of their names. */
  readonly cells: readonly string[];
  /** Into how many partitions each cell, and each day, is divided. */
  readonly buckets: number;
  /** When it was created, by the clock of the program that did. */
  readonly createdAt: Date;
  /** The version of the index that is read. */
  readonly indexVersion: number;
  /** The version that a rebuild fills: every write goes to it as well. Undefined while there is no rebuild. */
  readonly buildingVersion: number | undefined;
  /** The oldest version that is complete: those before it were removed, or are being removed. */
  readonly oldestVersion: number;
}

const FIRST_VERSION = 1;
const MOST_CELLS = 100;
const COLUMNS = 'test_id, cells, buckets, created_at, index_version, building_version, oldest_version';

/** Creates a test; see `Allocations.createTest()`. */
export async function createTest(store: Store, definition: TestDefinition): Promise<AbTest> {
  const asked = newTest(definition, new Date(store.clock.nowMs()));
  const { testId, cells, buckets, createdAt, indexVersion, oldestVersion } = asked;
  const statement = `INSERT INTO ${store.tables.tests} (test_id, cells, buckets, created_at, index_version, oldest_version) VALUES (?, ?, ?, ?, ?, ?) IF NOT EXISTS`;
  const write = { statement, values: [testId, cells, buckets, createdAt, indexVersion, oldestVersion] };
  const isOurs = (row: RecipeRow | undefined): boolean => {
    const stored = testOf(row);
    return stored?.createdAt.getTime() === createdAt.getTime() && differenceOf(stored, asked) === undefined;
  };
  const conditional = {
    write,
    read: selectTest(store, testId),
    isOurs,
    serialConsistency: store.serialConsistency,
    consistency: store.consistency,
  };
  const { applied, row } = await decideWrite(store.conditional, conditional, (found) => found === undefined);
  const stored = applied ? asked : testOf(row);
  if (stored === undefined) throw errors.UNAVAILABLE({ message: `Test ${testId} exists, but its row did not come with the answer` });
  const difference = differenceOf(stored, asked);
  if (difference === undefined) return stored;
  throw allocationsErrors.TEST_DIFFERS({ message: `Test ${testId} exists with another definition: ${difference}` });
}

/** Reads a test at the serial level: every read that begins after a rebuild has set something sees it. */
export async function readTest(store: Store, testId: string, signal: AbortSignal | undefined): Promise<AbTest | undefined> {
  checkIds({ testId });
  const asked = { what: `Reading test ${testId}`, consistency: store.serialConsistency, ...selectTest(store, testId) };
  return testOf((await send(store, asked, signal)).rows[0]);
}

/** As {@link readTest}. @throws OpsError NOT_FOUND */
export async function needTest(store: Store, testId: string, signal: AbortSignal | undefined): Promise<AbTest> {
  const test = await readTest(store, testId, signal);
  if (test === undefined) throw errors.NOT_FOUND({ message: `Test ${testId} does not exist`, remedy: 'Create it with createTest().' });
  return test;
}

/**
 * To be asked after the last page of a version was read. The removal of a version is announced before it begins, so if it isn't announced by now, all pages were complete.
 *
 * @param test as it was when reading began
 * @throws OpsError INDEX_REPLACED if the version that was read then is being removed
 */
export async function checkKept(store: Store, { testId, indexVersion }: AbTest, signal: AbortSignal | undefined): Promise<void> {
  const { oldestVersion } = await needTest(store, testId, signal);
  if (oldestVersion > indexVersion) throw indexReplaced(testId, indexVersion);
}

/** The error of who reads a version that a rebuild has replaced. */
export function indexReplaced(testId: string, version: number): Error {
  return allocationsErrors.INDEX_REPLACED({ message: `Version ${version} of the index of ${testId} was replaced while it was read` });
}

/** @throws OpsError CELL_UNKNOWN for a cell that the test doesn't have */
export function checkCell({ testId, cells }: AbTest, cell: string): void {
  if (cells.includes(cell)) return;
  throw allocationsErrors.CELL_UNKNOWN({ message: `Test ${testId} has no cell ${JSON.stringify(cell)}, only ${cells.join(', ')}` });
}

/** The versions of the index that writes go to. */
export function versionsToWrite({ indexVersion, buildingVersion }: AbTest): readonly number[] {
  return buildingVersion === undefined || buildingVersion === indexVersion ? [indexVersion] : [indexVersion, buildingVersion];
}

function newTest({ testId, cells, expectedCustomers }: TestDefinition, createdAt: Date): AbTest {
  checkIds({ testId });
  for (const cell of cells) checkIds({ cell });
  if (cells.length < 1 || cells.length > MOST_CELLS || new Set(cells).size < cells.length)
    throw errors.INVALID_ARGUMENT({ message: `cells are not 1 to ${MOST_CELLS} different names: ${cells.join(', ')}` });
  const buckets = bucketsFor(expectedCustomers);
  const versions = { indexVersion: FIRST_VERSION, buildingVersion: undefined, oldestVersion: FIRST_VERSION };
  return { testId, cells: cells.toSorted(), buckets, createdAt, ...versions };
}

function differenceOf(stored: AbTest, asked: AbTest): string | undefined {
  const differences = [
    stored.cells.join() === asked.cells.join() ? [] : `its cells are ${stored.cells.join(', ')}, not ${asked.cells.join(', ')}`,
    stored.buckets === asked.buckets ? [] : `it has ${stored.buckets} buckets, and so many customers need ${asked.buckets}`,
  ].flat();
  return differences.length === 0 ? undefined : differences.join('; ');
}

/** The statement that reads a test. */
export function selectTest({ tables }: Store, testId: string): BoundStatement {
  return { statement: `SELECT ${COLUMNS} FROM ${tables.tests} WHERE test_id = ?`, values: [testId] };
}

/** A test as {@link selectTest} returns it. */
export function testOf(row: RecipeRow | undefined): AbTest | undefined {
  if (row === undefined) return undefined;
  return {
    testId: String(row.get('test_id')),
    cells: row.get('cells') as readonly string[],
    buckets: Number(row.get('buckets')),
    createdAt: row.get('created_at') as Date,
    indexVersion: Number(row.get('index_version')),
    buildingVersion: (row.get('building_version') as number | null) ?? undefined,
    oldestVersion: Number(row.get('oldest_version')),
  };
}
