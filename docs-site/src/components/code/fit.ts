/** How a block of code is made to fit: its lines wrap, or, where columns stand under each other, its letters become smaller and at last it scrolls. */
export type Fit = { readonly kind: 'wraps' } | { readonly kind: 'aligned'; readonly columns: number };

/** Two spaces within a line, or a bar: what stands below would no longer stand below. */
const COLUMNS = /\S {2,}\S|\||-\+-/;

/** How a text fits into a column of unknown width. A program's lines may wrap anywhere; only an output can be a table. */
export function fitOf(text: string, language = 'text'): Fit {
  if (language !== 'text' || !COLUMNS.test(text)) return { kind: 'wraps' };
  return { kind: 'aligned', columns: Math.max(...text.split('\n').map((line) => line.length)) };
}
