/** Where a record begins. */
export interface CsvPlace {
  /** Its first byte, from 0. */
  readonly byte: number;
  /** Its line, from 1. */
  readonly line: number;
}

/** The bytes between two line breaks that end a record. */
export interface CsvRecord {
  /** Its bytes without the line break; only the first `maxRowBytes` of a longer one. */
  readonly bytes: Buffer;
  /** How many bytes it has, without the line feed. */
  readonly length: number;
  /** Its first line. */
  readonly line: number;
  /** Where the next one begins. */
  readonly next: CsvPlace;
  /** False for the last record of a file that doesn't end with a line break. */
  readonly isTerminated: boolean;
}

/** How records are told apart. */
export interface SplitOptions {
  /** The byte between two fields. */
  readonly delimiter: number;
  /** How many bytes of a record are kept. */
  readonly maxRowBytes: number;
}

const QUOTE = 0x22;
const CARRIAGE_RETURN = 0x0d;
const LINE_FEED = 0x0a;
const BYTE_ORDER_MARK: readonly number[] = [0xef, 0xbb, 0xbf];

/** Where in a field a byte stands. A quote opens a quoted field only at the beginning of a field (RFC 4180, section 2). */
type Within = 'begin' | 'plain' | 'quoted' | 'quote';

/**
 * Splits CSV into records, and does nothing else: it tells line breaks inside quotes from those outside. So whatever a record holds, it costs only itself, and every
 * record has a place where reading can resume. An unclosed quote reaches to where it would be closed, which may be the end of the file: what stands inside
 * could be one field, so no row of it is guessed.
 */
export async function* splitRecords(
  chunks: AsyncIterable<Uint8Array>,
  from: CsvPlace,
  options: SplitOptions,
): AsyncGenerator<CsvRecord, void, undefined> {
  const splitter = new Splitter(from, options);
  for await (const chunk of chunks) yield* splitter.split(chunk);
  yield* splitter.end();
}

class Splitter {
  readonly #options: SplitOptions;
  #within: Within = 'begin';
  #parts: Uint8Array[] = [];
  #keptBytes = 0;
  #length = 0;
  #firstLine: number;
  #line: number;
  #byte: number;

  constructor({ byte, line }: CsvPlace, options: SplitOptions) {
    this.#options = options;
    this.#byte = byte;
    this.#firstLine = line;
    this.#line = line;
  }

  *split(chunk: Uint8Array): Generator<CsvRecord, void, undefined> {
    let begin = 0;
    for (const [at, byte] of chunk.entries()) {
      if (!this.#endsRecord(byte)) continue;
      this.#keep(chunk.subarray(begin, at));
      begin = at + 1;
      yield this.#record(true);
    }
    this.#keep(chunk.subarray(begin));
  }

  *end(): Generator<CsvRecord, void, undefined> {
    if (this.#length > 0) yield this.#record(false);
  }

  #endsRecord(byte: number): boolean {
    const at = this.#byte;
    this.#byte += 1;
    if (byte === LINE_FEED) this.#line += 1;
    if (byte === LINE_FEED && this.#within !== 'quoted') return true;
    if (byte !== BYTE_ORDER_MARK[at]) this.#within = after(this.#within, byte, this.#options.delimiter);
    return false;
  }

  #keep(part: Uint8Array): void {
    const kept = part.subarray(0, this.#options.maxRowBytes - this.#keptBytes);
    if (kept.length > 0) this.#parts.push(kept);
    this.#keptBytes += kept.length;
    this.#length += part.length;
  }

  #record(isTerminated: boolean): CsvRecord {
    const bytes = withoutCarriageReturn(Buffer.concat(this.#parts), isTerminated && this.#length === this.#keptBytes);
    const next = { byte: this.#byte, line: this.#line };
    const record = { bytes, length: this.#length, line: this.#firstLine, next, isTerminated };
    [this.#parts, this.#keptBytes, this.#length, this.#firstLine, this.#within] = [[], 0, 0, this.#line, 'begin'];
    return record;
  }
}

function after(within: Within, byte: number, delimiter: number): Within {
  if (within === 'quoted') return byte === QUOTE ? 'quote' : 'quoted';
  if (byte === QUOTE && within !== 'plain') return 'quoted';
  return byte === delimiter ? 'begin' : 'plain';
}

function withoutCarriageReturn(bytes: Buffer, hasLineBreak: boolean): Buffer {
  return hasLineBreak && bytes.at(-1) === CARRIAGE_RETURN ? bytes.subarray(0, -1) : bytes;
}
