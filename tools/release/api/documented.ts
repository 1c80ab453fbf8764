/**
 * Packages in which every public member is documented: each property and method of an exported interface, class or type, not only the
 * export itself. A package joins when its last member has a sentence; none leaves.
 */
export const DOCUMENTED: ReadonlySet<string> = new Set(['packages/client', 'packages/jolokia-control', 'packages/node-control']);

const MARK = '(undocumented)';

/**
 * The members of a report that nobody has documented. The extractor marks each of them in the line above it.
 *
 * @param report the text of an API report
 */
export function undocumentedMembers(report: string): readonly string[] {
  const lines = report.split('\n');
  return lines.flatMap((line, at) => (line.includes(MARK) ? [(lines[at + 1] ?? '').trim()] : []));
}
