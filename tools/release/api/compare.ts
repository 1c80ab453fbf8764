/** The report of a package's exports, in its folder. */
export const REPORT_FILE = 'api-report.md';

/**
 * Compares what a package exports with what is written down.
 *
 * @returns the lines that are new (`+`) and gone (`-`), each once; none when both are the same
 */
export function changesBetween(recorded: string, current: string): readonly string[] {
  if (recorded === current) return [];
  const [before, after] = [recorded.split('\n'), current.split('\n')];
  const changes = [
    ...before.filter((line) => !after.includes(line)).map((line) => `- ${line}`),
    ...after.filter((line) => !before.includes(line)).map((line) => `+ ${line}`),
  ];
  return changes.length > 0 ? changes : ['  the same lines in another order'];
}
