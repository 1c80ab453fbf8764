/** C0 and C1 control characters, DEL and the no-break space: cqlsh shows these as escapes. */
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const CONTROL = /[\u0000-\u001F\u007F-\u00A0]/g;
const NAMED: Readonly<Record<string, string>> = { '\n': String.raw`\n`, '\r': String.raw`\r`, '\t': String.raw`\t` };

/** A text as cqlsh shows it: backslashes doubled, control characters as Python escapes, on one line. */
export function showText(text: string): string {
  return text.replaceAll('\\', String.raw`\\`).replace(CONTROL, (character) => NAMED[character] ?? hexEscape(character));
}

/** The same inside of a collection: between quotes, as a CQL literal. */
export function showQuotedText(text: string): string {
  return `'${showText(text).replaceAll("'", "''")}'`;
}

function hexEscape(character: string): string {
  return String.raw`\x${(character.codePointAt(0) ?? 0).toString(16).padStart(2, '0')}`;
}
