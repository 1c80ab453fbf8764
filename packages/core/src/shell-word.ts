/**
 * A text as one word of a POSIX shell's command line, to paste: as it is where nothing in it is special there, else in single quotes.
 *
 * @example
 * ```ts
 * `ringside up --directory ${shellWord("it's here")}`; // "ringside up --directory 'it'\\''s here'"
 * ```
 */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : shellQuoted(text);
}

/** A text in single quotes of a POSIX shell, whatever is in it; see {@link shellWord}. */
export function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
