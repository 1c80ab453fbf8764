/** A test that a page's claim names, and where. */
export interface NamedTest {
  /** The page's file. */
  readonly page: string;
  readonly line: number;
  /** `packages/gossip/src/phi.test.ts › title`. */
  readonly target: string;
}

/** The tests that the marks of a page name: `:by{test="packages/gossip/src/phi.test.ts › title"}`. */
export function testsNamedIn(page: string, source: string): readonly NamedTest[] {
  return [...source.matchAll(/:by\{[^}\n]*\btest="([^"\n]+)"/g)].map(({ 1: target = '', index }) => ({
    page,
    line: source.slice(0, index).split('\n').length,
    target,
  }));
}

/**
 * Finds claims of pages whose test is no longer there, or is called otherwise.
 *
 * @param sourceOf the text of a file by its path in the repository; `undefined` for one that there is not
 * @returns one sentence a fault
 */
export function claimFaults(named: readonly NamedTest[], sourceOf: (path: string) => string | undefined): readonly string[] {
  return named.flatMap(({ page, line, target }) => {
    const [path = '', title = ''] = target.split(' › ');
    const source = sourceOf(path);
    if (source === undefined) return [`${page}:${line} is proved by a test of ${path}, which is not there`];
    return hasTitle(source, title) ? [] : [`${page}:${line} is proved by "${title}", and ${path} has no test of that title`];
  });
}

/** True when a test, or a group of tests, has the title. */
function hasTitle(source: string, title: string): boolean {
  const titles = [...source.matchAll(/\b(?:it|test|describe)\b[^'"`\n]*\(\s*(['"`])((?:\\.|(?!\1).)*)\1/gs)];
  return titles.some(([, , text]) => text?.replaceAll(/\\(['"`])/g, '$1') === title);
}
