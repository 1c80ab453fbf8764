/** Sections of a signature in which TypeDoc says again what the signature has said. */
const REPEATING = /^#{4,6} (?:Parameters|Type Parameters|Returns)$/;
/** What ends a section. */
const END = /^(?:#{1,6} |\*\*\*$)/;

/**
 * Leaves out what says nothing that the signature above has not said: parameters without a description, type parameters without a default, and a return type without a
 * word about it.
 *
 * @param markdown a page of the API reference, whose signatures have the types of parameters and what type parameters extend
 */
export function withoutRepeats(markdown: string): string {
  const kept: string[] = [];
  let section: string[] | undefined;
  const close = (next = ''): void => {
    // Deeper headings belong to it.
    if (section !== undefined && (levelOf(next) > levelOf(section[0] ?? '') || !isRepeat(section))) kept.push(...section);
    section = undefined;
  };
  for (const line of markdown.split('\n')) {
    if (section !== undefined && END.test(line)) close(line);
    if (REPEATING.test(line)) section = [line];
    else (section ?? kept).push(line);
  }
  close();
  return kept.join('\n');
}

const levelOf = (line: string): number => /^#*/.exec(line)?.[0].length ?? 0;

function isRepeat([, ...lines]: readonly string[]): boolean {
  const [header = '', , ...rows] = lines.filter((line) => line !== '');
  if (!header.startsWith('|')) return rows.length === 0 && lines.filter((line) => line !== '').length === 1;
  const isTable = rows.every((row) => row.startsWith('|'));
  return isTable && !header.includes('Description') && !header.includes('Default');
}
