/** More than a reader takes in; the longest that says something has some 850. */
const MOST_CHARACTERS = 2_000;

/**
 * Cuts the type arguments out of signatures that nobody could read, such as that of a table with the types of all routes.
 *
 * @param markdown a page of the API reference
 */
export function withoutEndlessTypes(markdown: string): string {
  return markdown
    .split('\n')
    .map((line) => (line.startsWith('> ') && line.length > MOST_CHARACTERS ? line.replace(/\\<.*\\>/, '\\<…\\>') : line))
    .join('\n');
}
