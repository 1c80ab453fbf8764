/** A fact from elsewhere, with where it can be looked up. */
export interface CitedFigure {
  readonly value: string;
  readonly source: string;
}

/** A whole table of figures; every row is as long as the head. */
export interface FigureTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** One figure of a page: computed text, a cited fact, or a table of either. */
export type Figure = string | CitedFigure | FigureTable;

/** All figures of one page, by the name with which the page asks for them. */
export type Figures = Readonly<Record<string, Figure>>;

/** A fact that cannot be computed here: what Cassandra's source, a paper or a ticket says. The public list of figures shows the source. */
export function cited(value: string, source: string): CitedFigure {
  return { value, source };
}

/**
 * A table for `<FigTable>`.
 *
 * @throws Error when a row is not as long as the head
 */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): FigureTable {
  const uneven = rows.find((row) => row.length !== head.length);
  if (uneven !== undefined) throw new Error(`The row "${uneven.join(' | ')}" has ${uneven.length} cells, its table has ${head.length}`);
  return { head, rows };
}
