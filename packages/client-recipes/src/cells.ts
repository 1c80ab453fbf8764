import type { RecipeRow } from './client.ts';

/**
 * The text of a cell, such as a UUID's, which the driver has a class for; undefined where there is no row, or the cell is null.
 *
 * @param column the exact name of the column
 */
export function cellText(row: RecipeRow | undefined, column: string): string | undefined {
  const cell = row?.get(column) as { toString(): string } | null | undefined;
  return cell?.toString();
}
