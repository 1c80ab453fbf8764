import { clientRecipesErrors } from '@ringside/client-recipes';
import { errors } from '@ringside/core';
import { checkWhole } from '../checks.ts';
import type { LoadSource, SourceAllocation, SourceRow } from '../source.ts';
import type { CsvInput } from './csv-input.ts';
import { type CsvColumns, type CsvHeader, readHeader, unusable } from './header.ts';
import { type ParsedRecord, parseRecord, type ParseOptions } from './parse-record.ts';
import { type CsvPlace, type CsvRecord, splitRecords } from './split-records.ts';

/** How CSV is read. */
export interface ReadCsvOptions {
  /** What the columns are called in the header. Default: `customer`, `test` and `cell`. */
  readonly columns?: CsvColumns | undefined;
  /** Columns that aren't read; all others must be known. Default: none. */
  readonly ignoreColumns?: readonly string[] | undefined;
  /** What stands between two fields: one ASCII character, but no quote or line break. Default: a comma. */
  readonly delimiter?: string | undefined;
  /** Longer rows are rejected: 1 to 16,777,216 bytes without the line feed. One row of this size is held in memory. Default: 64 KiB. */
  readonly maxRowBytes?: number | undefined;
  /** What to do with a last row that doesn't end with a line break: it may be whole, or cut off. Default: reject. */
  readonly unterminatedLastRow?: 'accept' | 'reject' | undefined;
}

const MAX_ROW_BYTES = 65_536;
const LONGEST_ROW_BYTES = 16_777_216;
/** The longest id that the store takes. */
const LONGEST_ID_BYTES = 1_024;
const START: CsvPlace = { byte: 0, line: 1 };

/**
 * Reads CSV as RFC 4180 describes it, in UTF-8 with or without a byte order mark, with line breaks of either kind. The first record is the header; empty lines are skipped.
 *
 * A row that can't be read costs only itself: it gets a fault. A quote that isn't closed costs everything up to the next quote, because what stands between could be one field,
 * and an allocation that was guessed could never be taken back.
 *
 * @param input the bytes, such as those of {@link csvFile}
 * @returns a source that resumes at the byte after a row; opening it throws `OpsError` CSV_HEADER_UNUSABLE, and what reading the input fails with
 * @throws OpsError INVALID_ARGUMENT
 */
export function readCsv(input: CsvInput, options: ReadCsvOptions = {}): LoadSource {
  const { columns = {}, ignoreColumns = [], ...format } = options;
  const csv = new Csv(input, format);
  return {
    open: async (signal) => {
      const { identity, sizeBytes } = await input.describe(signal);
      const first = await csv.firstRecord(sizeBytes, signal);
      const header = readHeader(namesOf(first, csv), columns, ignoreColumns);
      return {
        identity,
        total: sizeBytes,
        rows: async function* (from, until) {
          const place = from === undefined ? first.next : placeOf(from);
          yield* csv.rows(header, { from: place, sizeBytes, signal: until });
        },
      };
    },
  };
}

type CsvFormat = Pick<ReadCsvOptions, 'delimiter' | 'maxRowBytes' | 'unterminatedLastRow'>;

interface Span {
  readonly from: CsvPlace;
  readonly sizeBytes: number;
  readonly signal: AbortSignal | undefined;
}

class Csv {
  readonly #input: CsvInput;
  readonly #options: ParseOptions;

  constructor(input: CsvInput, { delimiter = ',', maxRowBytes = MAX_ROW_BYTES, unterminatedLastRow = 'reject' }: CsvFormat) {
    if (!/^[^"\r\n\u0080-\uffff]$/.test(delimiter))
      throw errors.INVALID_ARGUMENT({ message: `delimiter is not one ASCII character: ${JSON.stringify(delimiter)}` });
    checkWhole('maxRowBytes', maxRowBytes, 1, LONGEST_ROW_BYTES);
    this.#input = input;
    this.#options = { delimiter, maxRowBytes, acceptsUnterminated: unterminatedLastRow === 'accept' };
  }

  async firstRecord(sizeBytes: number, signal: AbortSignal | undefined): Promise<CsvRecord> {
    for await (const record of this.#records({ from: START, sizeBytes, signal })) return record;
    throw unusable('the file is empty');
  }

  async *rows(header: CsvHeader, span: Span): AsyncGenerator<SourceRow, void, undefined> {
    for await (const record of this.#records(span)) if (!isBlank(record)) yield rowOf(record, header, this.parse(record));
  }

  parse(record: CsvRecord): ParsedRecord {
    return parseRecord(record, this.#options);
  }

  #records({ from, sizeBytes, signal }: Span): AsyncGenerator<CsvRecord, void, undefined> {
    const { delimiter, maxRowBytes } = this.#options;
    return splitRecords(this.#input.read(from.byte, sizeBytes, signal), from, { delimiter: delimiter.charCodeAt(0), maxRowBytes });
  }
}

function namesOf(first: CsvRecord, csv: Csv): readonly string[] {
  const bytes = isMarked(first) ? first.bytes.subarray(3) : first.bytes;
  const parsed = csv.parse({ ...first, bytes });
  if ('fault' in parsed) throw unusable(parsed.fault);
  return parsed.fields;
}

function isMarked({ bytes }: CsvRecord): boolean {
  return bytes.subarray(0, 3).equals(Buffer.from('\u{FEFF}'));
}

function isBlank({ bytes, isTerminated }: CsvRecord): boolean {
  return isTerminated && bytes.length === 0;
}

function rowOf(record: CsvRecord, header: CsvHeader, parsed: ParsedRecord): SourceRow {
  const { bytes, line, next, isTerminated } = record;
  const lastLine = isTerminated ? next.line - 1 : next.line;
  const place = lastLine === line ? `line ${line}` : `lines ${line} to ${lastLine}`;
  const read = 'fault' in parsed ? parsed : allocationOf(parsed.fields, header);
  const allocation = 'fault' in read ? undefined : read;
  const fault = 'fault' in read ? read.fault : undefined;
  return { place, text: bytes.toString(), allocation, fault, position: next, done: next.byte };
}

function allocationOf(fields: readonly string[], { width, at }: CsvHeader): SourceAllocation | { readonly fault: string } {
  if (fields.length !== width) return { fault: `it has ${fields.length} fields, and the header has ${width}` };
  const field = (name: keyof SourceAllocation): string => fields[at[name]] ?? '';
  const allocation = { customerId: field('customerId'), testId: field('testId'), cell: field('cell') };
  const wrong = Object.entries(allocation).find(([, id]) => id === '' || Buffer.byteLength(id) > LONGEST_ID_BYTES);
  return wrong === undefined ? allocation : { fault: `${wrong[0]} is not a text of 1 to ${LONGEST_ID_BYTES} bytes` };
}

function placeOf(position: unknown): CsvPlace {
  const { byte, line } = (position ?? {}) as Partial<Record<keyof CsvPlace, unknown>>;
  if (isPlace(byte) && isPlace(line)) return { byte, line };
  throw clientRecipesErrors.CHECKPOINT_UNUSABLE({ message: 'The checkpoint cannot be read: its position is not one of a CSV file' });
}

function isPlace(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
