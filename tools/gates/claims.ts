import ts from 'typescript';

/** A test that a page's claim names, and where. */
export interface NamedTest {
  /** The page's file. */
  readonly page: string;
  readonly line: number;
  /** `packages/gossip/src/phi.test.ts › title`. */
  readonly target: string;
}

/** Between two tests of a mark, as the reader of claims has it. */
const NEXT_TEST = /, (?=(?:packages|tools|docs-site)\/\S+ › )/;

/** The tests that the marks of a page name: `:by{test="packages/gossip/src/phi.test.ts › title, packages/gossip/src/rounds.test.ts › title"}`. */
export function testsNamedIn(page: string, source: string): readonly NamedTest[] {
  return [...source.matchAll(/:by\{[^}\n]*\btest="([^"\n]+)"/g)].flatMap(({ 1: targets = '', index }) => {
    const line = source.slice(0, index).split('\n').length;
    return targets.split(NEXT_TEST).map((target) => ({ page, line, target }));
  });
}

/** Marks with an attribute twice: a reader sees only the last of them, so the other proof is never looked up. */
export function doubledIn(page: string, source: string): readonly string[] {
  return [...source.matchAll(/:by\{([^}\n]*)\}/g)].flatMap(({ 1: attributes = '', index }) => {
    const names = [...attributes.matchAll(/(\w+)=(?:"[^"]*"|[^\s"]+)/g)].map(([, name]) => name ?? '');
    const doubled = names.find((name, at) => names.indexOf(name) !== at);
    return doubled === undefined
      ? []
      : [`${page}:${source.slice(0, index).split('\n').length} has ${doubled}= twice in one mark: write both into one`];
  });
}

/**
 * Finds claims of pages whose test is no longer there, or is called otherwise.
 *
 * @param sourceOf the text of a file by its path in the repository; `undefined` for one that there is not
 * @returns one sentence a fault
 */
export function claimFaults(named: readonly NamedTest[], sourceOf: (path: string) => string | undefined): readonly string[] {
  return named.flatMap(({ page, line, target }) => {
    // What follows the path is one title, whatever stands in it: no part of it goes unchecked.
    const [path = '', ...rest] = target.split(' › ');
    const title = rest.join(' › ');
    const source = sourceOf(path);
    if (source === undefined) return [`${page}:${line} is proved by a test of ${path}, which is not there`];
    const found = testsIn(path, source).filter((test) => test.title === title);
    if (found.length === 0) return [`${page}:${line} is proved by "${title}", and ${path} has no test of that title`];
    return found.some(({ runs }) => runs) ? [] : [`${page}:${line} is proved by "${title}", which ${path} skips`];
  });
}

/** A test, or a group of tests, and whether anything of it runs. */
interface FoundTest {
  readonly title: string;
  readonly runs: boolean;
}

const GROUPS: ReadonlySet<string> = new Set(['describe', 'suite']);
const RUNNERS: ReadonlySet<string> = new Set(['it', 'test', ...GROUPS]);
const SKIPPERS: ReadonlySet<string> = new Set(['skip', 'todo']);

function testsIn(path: string, source: string): readonly FoundTest[] {
  return testsUnder(ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true), false);
}

function testsUnder(node: ts.Node, skipped: boolean): readonly FoundTest[] {
  const words = ts.isCallExpression(node) ? chainOf(node.expression) : [];
  const title = ts.isCallExpression(node) && RUNNERS.has(words[0] ?? '') ? titleOf(node.arguments[0]) : undefined;
  const skips = skipped || (title !== undefined && (words.some((word) => SKIPPERS.has(word)) || hasSkippingOption(node)));
  const inner: FoundTest[] = [];
  ts.forEachChild(node, (child) => void inner.push(...testsUnder(child, skips)));
  if (title === undefined) return inner;
  const runs = !skips && (!GROUPS.has(words[0] ?? '') || inner.length === 0 || inner.some((test) => test.runs));
  return [{ title, runs }, ...inner];
}

/** `it`, `skip`, `each` of `it.skip.each([1])`. */
function chainOf(expression: ts.Expression): readonly string[] {
  if (ts.isIdentifier(expression)) return [expression.text];
  if (ts.isPropertyAccessExpression(expression)) return [...chainOf(expression.expression), expression.name.text];
  if (ts.isCallExpression(expression)) return chainOf(expression.expression);
  return ts.isTaggedTemplateExpression(expression) ? chainOf(expression.tag) : [];
}

function titleOf(argument: ts.Expression | undefined): string | undefined {
  if (argument === undefined) return undefined;
  if (ts.isStringLiteralLike(argument)) return argument.text;
  return ts.isTemplateExpression(argument) ? argument.getText().slice(1, -1) : undefined;
}

/** `it('…', { skip: true }, …)`. */
function hasSkippingOption(call: ts.Node): boolean {
  const given = ts.isCallExpression(call) ? call.arguments.filter((each) => ts.isObjectLiteralExpression(each)) : [];
  return given.some(({ properties }) =>
    properties.some(
      (each) => ts.isPropertyAssignment(each) && SKIPPERS.has(each.name.getText()) && each.initializer.kind !== ts.SyntaxKind.FalseKeyword,
    ),
  );
}
