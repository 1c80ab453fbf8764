/** What of a Vitest report in JSON tells how long files took. */
export interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly startTime: number;
    readonly endTime: number;
    readonly assertionResults: readonly { readonly title: string; readonly duration?: number | null }[];
  }[];
}

const PAGE = /^docs-site\/docs\/(.*)\.mdx?$/;
/** Vitest puts quotes around what stands for a variable in a title. */
const PAGE_TITLE = /^'?([^\s']+)'? shows what is printed$/;

/**
 * How long each part took, in whole seconds: a test by its file, a page by the test of its fences.
 *
 * @param parts the paths of all parts
 * @param shorten makes a path from the root of the path in the report
 */
export function secondsOfParts(
  report: Report,
  parts: readonly string[],
  shorten: (path: string) => string,
): Readonly<Record<string, number>> {
  const known = new Set(parts);
  const pages = new Map(parts.flatMap((part) => (PAGE.exec(part) === null ? [] : [[PAGE.exec(part)?.[1], part] as const])));
  const seconds: Record<string, number> = {};
  for (const { name, startTime, endTime, assertionResults } of report.testResults) {
    const path = shorten(name);
    if (known.has(path)) seconds[path] = whole(endTime - startTime);
    for (const { title, duration } of assertionResults) {
      const page = pages.get(PAGE_TITLE.exec(title)?.[1]);
      if (page !== undefined && duration !== null && duration !== undefined) seconds[page] = whole(duration);
    }
  }
  return seconds;
}

function whole(ms: number): number {
  return Math.max(1, Math.round(ms / 1_000));
}
