/** A text as one word of a POSIX shell's command line, to paste: as it is where nothing in it is special there, else in single quotes. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
