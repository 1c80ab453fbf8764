import type { CellBytes, DriverColumn, FrameParser, ParsedItem } from './connections.ts';

/** The cells of a row in the order of its columns, and how the driver reads one. */
interface KeptRow {
  readonly cells: readonly CellBytes[];
  readonly decode: (bytes: CellBytes, type: unknown) => unknown;
}

const kept = new WeakMap<object, KeptRow>();
const prepared = new WeakSet<FrameParser>();

/**
 * Makes a connection keep the bytes of each row, and read none of them: the driver's values lose data (a Date holds fewer timestamps than
 * Cassandra, a Set only one of two zeros, and a row that is an object no column called `__proto__`, nor two of one name), and making them
 * costs as much again as printing. Only the rows of `system` are read as well: the driver asks on the same connection whether the nodes
 * agree on the schema, and who the nodes are.
 */
export function keepRowBytes(parser: FrameParser): void {
  if (prepared.has(parser)) return;
  prepared.add(parser);
  const { encoder } = parser;
  const decode = (bytes: CellBytes, type: unknown): unknown => encoder.decode(bytes, type);
  let cells: CellBytes[] = [];
  const push = parser.push.bind(parser);
  Object.assign(parser, {
    encoder: { decode: (bytes: CellBytes) => void cells.push(bytes) },
    push: (item: ParsedItem | null) => {
      if (item?.row !== undefined) {
        const row = { cells, decode };
        kept.set(item.row, row);
        cells = [];
        if (item.meta?.keyspace === 'system') Object.assign(item.row, valuesOf(row, item.meta.columns));
      }
      return push(item);
    },
  });
}

/**
 * The bytes of a row's cells, in the order of its columns.
 *
 * @throws Error for a row that came over a connection without {@link keepRowBytes}
 */
export function rowBytes(row: object): readonly CellBytes[] {
  return keptOf(row).cells;
}

/**
 * A row as the driver reads it, for queries whose types and names are known; a value that the driver cannot read is `undefined`.
 *
 * @param columns as the driver describes them
 * @throws Error as {@link rowBytes}
 */
export function driverRow(row: object, columns: readonly DriverColumn[]): Readonly<Record<string, unknown>> {
  return valuesOf(keptOf(row), columns);
}

function valuesOf({ cells, decode }: KeptRow, columns: readonly DriverColumn[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(columns.map(({ name, type }, index) => [name, readable(() => decode(cells[index] ?? null, type))]));
}

function readable(read: () => unknown): unknown {
  try {
    return read();
  } catch {
    return undefined;
  }
}

function keptOf(row: object): KeptRow {
  const found = kept.get(row);
  if (found === undefined) throw new Error('The driver gave a row whose bytes were not kept');
  return found;
}
