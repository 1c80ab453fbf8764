import type { TokenRange } from '@ringside/ring';
import { type Processed, type RowsCheckpoint, toCheckpoint } from './checkpoint.ts';
import type { PiecePage } from './pages.ts';
import { addRange, withoutRanges } from './ranges.ts';
import type { ScannedTable } from './table.ts';

/** How much has been processed, earlier runs included. Pieces are about equally wide, so their share tells how long the rest takes. */
export interface RowsProgress {
  /** Pieces of which every row was processed. */
  readonly donePieces: number;
  /** All pieces. */
  readonly pieces: number;
  /** Rows that were processed. */
  readonly rows: number;
}

/** Keeps account of what has been processed. */
export class ScanProgress {
  /** What has to be read, in ring order: each piece without what earlier runs have processed. */
  readonly left: readonly TokenRange[];
  readonly #table: ScannedTable;
  readonly #pieces: number;
  #donePieces: number;
  #done: readonly TokenRange[];
  #rows: number;

  /** @param ring all pieces of the ring */
  constructor(table: ScannedTable, { done, rows }: Processed, ring: readonly TokenRange[]) {
    const remains = ring.map((piece) => withoutRanges(piece, done));
    this.left = remains.flat();
    this.#table = table;
    this.#donePieces = remains.filter(({ length }) => length === 0).length;
    this.#pieces = this.#donePieces + this.left.length;
    this.#done = done;
    this.#rows = rows;
  }

  /** A page was processed, after those before it of its piece. */
  processed({ piece, rows, doneTo }: PiecePage): void {
    this.#rows += rows.length;
    if (doneTo !== undefined) this.#done = addRange(this.#done, { start: piece.start, end: doneTo });
    if (doneTo === piece.end) this.#donePieces += 1;
  }

  /** What has been processed until now. */
  now(): RowsProgress {
    return { donePieces: this.#donePieces, pieces: this.#pieces, rows: this.#rows };
  }

  /** The same, to resume from. */
  checkpoint(): RowsCheckpoint {
    return toCheckpoint(this.#table, { done: this.#done, rows: this.#rows });
  }
}
