/** Control characters, marks that turn the direction of text, separators of lines, and halves of surrogate pairs. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** Text from elsewhere (a snapshot's tag, a message) as a terminal may show it: what would move the cursor, colour or hide something is written as `\u001b`. */
export function printable(text: string): string {
  return text.replaceAll(UNPRINTABLE, escaped);
}

/** The same for text of several lines: breaks and tabs stay. */
export function printableLines(text: string): string {
  return text.replaceAll(UNPRINTABLE, (letter) => (letter === '\n' || letter === '\t' ? letter : escaped(letter)));
}

/** JSON in which nothing but its own line breaks is unprintable; it means the same, since such characters stand in its texts only. */
export function printableJson(json: string): string {
  return json.replaceAll(UNPRINTABLE, (letter) => (letter === '\n' ? letter : escaped(letter)));
}

function escaped(text: string): string {
  return Array.from({ length: text.length }, (_, at) => `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`).join('');
}
