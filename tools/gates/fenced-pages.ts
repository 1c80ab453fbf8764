/** Pages with fences that are run, by path, each with the ring that it shares with others or `null`. */
export type FencedPages = Readonly<Record<string, string | null>>;

/**
 * Finds where the recorded list of pages with fences, by which jobs divide them, is not what the pages say: a page that is not listed would be run by none.
 *
 * @returns one sentence a fault
 */
export function fencedPageFaults(recorded: FencedPages, pages: FencedPages): readonly string[] {
  const wrong = [...new Set([...Object.keys(recorded), ...Object.keys(pages)])].filter((path) => recorded[path] !== pages[path]);
  return wrong.toSorted().map((path) => `tools/ci/fenced-pages.json is wrong about ${path}; run npx tsx tools/ci/record-fenced-pages.ts`);
}
