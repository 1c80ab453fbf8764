import { Problem, whole } from '../frame/field';
import type { Fields } from '../frame/picture';
import { columns, parseColumns } from './columns';

/** What the reader chooses. */
export interface PartitionState {
  /** Rows that one partition key takes in a day. */
  readonly rows: number;
  /** For how many days rows go into the same partition. */
  readonly days: number;
  readonly columns: string;
}

/** The highest rate. */
export const MAX_ROWS = 1_000_000_000;
/** Ten years. */
export const MAX_DAYS = 3650;

/** How the state is written. */
export const fields: Fields<PartitionState> = {
  rows: whole({ initial: 86_400, min: 1, max: MAX_ROWS }),
  days: whole({ initial: 30, min: 1, max: MAX_DAYS }),
  columns,
};

/** The columns have to be a table. */
export function check(state: PartitionState): string | undefined {
  const parsed = parseColumns(state.columns);
  return parsed instanceof Problem ? `columns ${parsed.text}` : undefined;
}
