import ts from 'typescript';

const RUNNERS: ReadonlySet<string> = new Set(['it', 'test', 'describe', 'suite', 'bench']);
const SKIPPERS: ReadonlySet<string> = new Set(['skip', 'skipIf', 'runIf', 'todo', 'fails']);
const REASON = /\(skipped(:| where| when| until| unless| except| on) [^)]+\)/;

/**
 * Finds tests that are skipped, or may be, whose title does not say why: `reads a socket (skipped where there is no /proc)`. A
 * test's own `skip()` needs its reason as an argument.
 *
 * @param file its name, for the message
 * @returns `file:line: what is wrong`
 */
export function skipFaults(file: string, text: string): readonly string[] {
  if (!/\.(skip|skipIf|runIf|todo|fails)\b/.test(text)) return [];
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const faults: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node) && SKIPPERS.has(node.name.text)) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      faults.push(...faultOf(node).map((fault) => `${file}:${line + 1}: ${fault}`));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return faults;
}

function faultOf(node: ts.PropertyAccessExpression): readonly string[] {
  const skipper = node.name.text;
  if (RUNNERS.has(rootOf(node))) {
    const title = outermostCall(node)?.arguments[0]?.getText() ?? '';
    return REASON.test(title) ? [] : [`.${skipper} without "(skipped where …)" in the title`];
  }
  const call = node.parent;
  const isOwnSkip = skipper === 'skip' && ts.isCallExpression(call) && call.expression === node && call.arguments.length === 0;
  return isOwnSkip ? ['skip() without a reason'] : [];
}

/** `it` of `it.skipIf(x).each(y)`. */
function rootOf(node: ts.Expression): string {
  let root: ts.Expression = node;
  while (ts.isPropertyAccessExpression(root) || ts.isCallExpression(root)) root = root.expression;
  return ts.isIdentifier(root) ? root.text : '';
}

/** The call that names the test: the last one of the chain. */
function outermostCall(node: ts.PropertyAccessExpression): ts.CallExpression | undefined {
  let chain: ts.Node = node;
  while ((ts.isPropertyAccessExpression(chain.parent) || ts.isCallExpression(chain.parent)) && chain.parent.expression === chain)
    chain = chain.parent;
  return ts.isCallExpression(chain) ? chain : undefined;
}
