import ts from 'typescript';

/**
 * Finds what a program would load while it is already at work: `import(…)` and `require(…)`. Node remembers a module that could
 * not be loaded for as long as the process lives, so a single moment without a free file descriptor would break that for good.
 * An `await import(…)` outside of every function is loaded at the start, like any other, and is none of these.
 *
 * @param file its name, for the message
 * @returns `file:line: what is wrong`
 */
export function lateImportFaults(file: string, text: string): readonly string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const faults: string[] = [];
  const visit = (node: ts.Node): void => {
    const loader = ts.isCallExpression(node) ? loaderOf(node.expression) : undefined;
    if (loader !== undefined) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      faults.push(`${file}:${line + 1}: ${loader}(…) loads a module when it is called; import it at the top`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return faults;
}

function loaderOf(called: ts.Expression): string | undefined {
  if (called.kind === ts.SyntaxKind.ImportKeyword) return isAtStart(called.parent) ? undefined : 'import';
  const name = ts.isPropertyAccessExpression(called) ? called.name.text : called.getText();
  return LOADERS.has(name) ? name : undefined;
}

function isAtStart(call: ts.Node): boolean {
  return ts.isAwaitExpression(call.parent) && ts.findAncestor(call, ts.isFunctionLike) === undefined;
}

const LOADERS: ReadonlySet<string> = new Set(['require', 'createRequire', 'getBuiltinModule']);
