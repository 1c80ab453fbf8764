import type { RecipeRow } from '../client.ts';

/**
 * A row as the driver makes it.
 *
 * @param cells by the names of their columns
 */
export function fakeRow(cells: Readonly<Record<string, unknown>>): RecipeRow {
  const names = Object.keys(cells);
  const get = (column: string | number): unknown => cells[typeof column === 'number' ? (names[column] ?? '') : column] ?? null;
  return Object.defineProperty({ ...cells }, 'get', { value: get }) as unknown as RecipeRow;
}
