/** C0 and C1 control characters, DEL and the no-break space: cqlsh shows these as escapes. */
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const CONTROL = /[\u0000-\u001F\u007F-\u00A0]/g;
/**
 * Line and paragraph separators, and the characters that make a terminal show what follows in another order than it is in: with them a
 * value can pass for another one. cqlsh sends these as they are.
 */
const DECEIVING = /[\u2028-\u202E\u2066-\u2069]/g;
const NAMED: Readonly<Record<string, string>> = { '\n': String.raw`\n`, '\r': String.raw`\r`, '\t': String.raw`\t` };

/** A text as cqlsh shows it: backslashes doubled, control characters as Python escapes, on one line. */
export function showText(text: string): string {
  return text
    .replaceAll('\\', String.raw`\\`)
    .replace(CONTROL, (character) => NAMED[character] ?? hexEscape(character))
    .replace(DECEIVING, hexEscape);
}

/**
 * What a terminal may be sent of a text that is not this program's own: line feeds and tabs as they are, every other control character
 * as an escape, so that nothing in it moves the cursor, changes a colour or talks to the terminal.
 */
export function terminalText(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  return text.replaceAll(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/g, hexEscape).replace(DECEIVING, hexEscape);
}

function hexEscape(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16);
  return code.length > 2 ? String.raw`\u${code.padStart(4, '0')}` : String.raw`\x${code.padStart(2, '0')}`;
}
