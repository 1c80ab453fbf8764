import { allocationsLoadErrors } from '../errors.ts';
import type { SourceAllocation } from '../source.ts';

/** The names of the columns in the header. */
export interface CsvColumns {
  /** Default: `customer`. */
  readonly customerId?: string | undefined;
  /** Default: `test`. */
  readonly testId?: string | undefined;
  /** Default: `cell`. */
  readonly cell?: string | undefined;
}

/** Finds the columns of an allocation among the fields of a row. */
export interface CsvHeader {
  /** How many fields a row has. */
  readonly width: number;
  /** Where each stands, from 0. */
  readonly at: Readonly<Record<keyof SourceAllocation, number>>;
}

/**
 * Reads a header.
 *
 * @param names the fields of the first record
 * @param columns what the columns are called
 * @param ignored columns that aren't read
 * @throws OpsError CSV_HEADER_UNUSABLE, which names the columns that are there
 */
export function readHeader(names: readonly string[], columns: CsvColumns, ignored: readonly string[]): CsvHeader {
  const { customerId = 'customer', testId = 'test', cell = 'cell' } = columns;
  const wanted = [customerId, testId, cell];
  const missing = wanted.filter((name) => !names.includes(name));
  const unknown = names.filter((name) => !wanted.includes(name) && !ignored.includes(name));
  const repeated = wanted.filter((name) => names.indexOf(name) !== names.lastIndexOf(name));
  const faults = Object.entries({ missing, unknown, repeated }).filter(([, found]) => found.length > 0);
  if (faults.length > 0)
    throw unusable(`it has ${listed(names)}; ${faults.map(([what, found]) => `${what}: ${listed(found)}`).join('; ')}`);
  const at = { customerId: names.indexOf(customerId), testId: names.indexOf(testId), cell: names.indexOf(cell) };
  return { width: names.length, at };
}

/** The error for a header with a fault. */
export function unusable(reason: string): Error {
  return allocationsLoadErrors.CSV_HEADER_UNUSABLE({ message: `The header cannot be used: ${reason}` });
}

const MOST_NAMES = 20;

function listed(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).map((name) => JSON.stringify(name.slice(0, 100)));
  return [...shown, ...(names.length > MOST_NAMES ? ['…'] : [])].join(', ');
}
