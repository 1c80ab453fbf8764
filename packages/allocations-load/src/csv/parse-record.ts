import { CsvError, parse } from 'csv-parse/sync';
import type { CsvRecord } from './split-records.ts';

/** How a record is read. */
export interface ParseOptions {
  /** What stands between two fields: one ASCII character. */
  readonly delimiter: string;
  /** Longer records are faults. */
  readonly maxRowBytes: number;
  /** Whether a last record without a line break is one. */
  readonly acceptsUnterminated: boolean;
}

/** The fields of a record, or why there are none. */
export type ParsedRecord = { readonly fields: readonly string[] } | { readonly fault: string };

const STRICT = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const FAULTS: Readonly<Record<string, string>> = {
  CSV_INVALID_CLOSING_QUOTE: 'text follows a closing quote',
  CSV_QUOTE_NOT_CLOSED: 'a quote is not closed',
  INVALID_OPENING_QUOTE: 'a quote is inside a field that is not quoted',
};

/** The fields of one record. Nothing that a record holds is thrown. */
export function parseRecord(record: CsvRecord, { delimiter, maxRowBytes, acceptsUnterminated }: ParseOptions): ParsedRecord {
  const { bytes, length, isTerminated } = record;
  if (length > maxRowBytes) return { fault: `it has more than ${maxRowBytes} bytes; a quote may not be closed` };
  if (!isUtf8(bytes)) return { fault: 'it is not UTF-8' };
  const parsed = fieldsOf(bytes, delimiter);
  if ('fault' in parsed || isTerminated || acceptsUnterminated) return parsed;
  return { fault: 'the file ends without a line break, so it may be cut off' };
}

function isUtf8(bytes: Buffer): boolean {
  try {
    STRICT.decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function fieldsOf(bytes: Buffer, delimiter: string): ParsedRecord {
  try {
    const records: readonly string[][] = parse(bytes, { delimiter, record_delimiter: ['\r\n', '\n', '\r'], relax_column_count: true });
    const [fields] = records;
    if (fields === undefined || records.length > 1) return { fault: 'a carriage return is outside quotes' };
    return { fields };
  } catch (error) {
    if (error instanceof CsvError) return { fault: FAULTS[error.code] ?? error.message };
    throw error;
  }
}
