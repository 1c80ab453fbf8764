import type cassandra from 'cassandra-driver';
import type { CellBytes } from '../format/bytes.ts';

/** What is used of the driver's parser of frames (cassandra-driver 4.10, lib/streams.js): not in its declarations. */
interface FrameParser {
  encoder: { decode(bytes: CellBytes, type: unknown): unknown };
  push(item: { readonly row?: object } | null): boolean;
}

interface Internals {
  readonly pool: { readonly connections: readonly { readonly parser: FrameParser }[] };
}

const kept = new WeakMap<object, readonly CellBytes[]>();
const prepared = new WeakSet<FrameParser>();

/**
 * Makes a client's connections keep the bytes of each row beside what the driver makes of them. The driver's values lose data: a Date
 * holds fewer timestamps than Cassandra, a Set only one of two zeros, and a row that is an object no column called `__proto__`, nor two
 * of one name. Called before each request, as a client may have opened another connection since.
 */
export function keepRowBytes(client: cassandra.Client): void {
  for (const host of client.hosts.values()) {
    for (const { parser } of (host as unknown as Internals).pool.connections) prepare(parser);
  }
}

/**
 * The bytes of a row's cells, in the order of its columns.
 *
 * @throws Error for a row that came over a connection without {@link keepRowBytes}
 */
export function rowBytes(row: object): readonly CellBytes[] {
  const cells = kept.get(row);
  if (cells === undefined) throw new Error('The driver gave a row whose bytes were not kept');
  return cells;
}

function prepare(parser: FrameParser): void {
  if (prepared.has(parser)) return;
  prepared.add(parser);
  const { encoder } = parser;
  let cells: CellBytes[] = [];
  const decode = (bytes: CellBytes, type: unknown): unknown => {
    cells.push(bytes);
    try {
      return encoder.decode(bytes, type);
    } catch {
      // Nothing of a page would arrive for one value that the driver cannot read; its bytes are there.
      return undefined;
    }
  };
  const push = parser.push.bind(parser);
  Object.assign(parser, {
    encoder: { decode },
    push: (item: { readonly row?: object } | null) => {
      if (item?.row !== undefined) {
        kept.set(item.row, cells);
        cells = [];
      }
      return push(item);
    },
  });
}
