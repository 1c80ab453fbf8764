/** Statements of programs are few; those that are built as text may be many. */
const MOST_KNOWN = 1_000;
const known = new Map<string, boolean>();

/** What carries no key word: strings, quoted names and comments. */
const NOT_CODE = /'(?:[^']|'')*'|"(?:[^"]|"")*"|\$\$[\s\S]*?\$\$|--[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;
const WRITES = /^\s*(?:INSERT|UPDATE|DELETE|BEGIN)\b/i;
const IF = /\bIF\b/i;

/** True for a conditional write (`IF NOT EXISTS`, `IF EXISTS`, `IF a = 1`), which Cassandra runs as a Paxos round; of a batch, when one of its statements is. */
export function isConditional(query: string | readonly (string | object)[]): boolean {
  if (typeof query === 'string') return isConditionalText(query);
  return query.some((each) => isConditionalText(typeof each === 'string' ? each : String((each as { readonly query?: unknown }).query)));
}

function isConditionalText(text: string): boolean {
  const remembered = known.get(text);
  if (remembered !== undefined) return remembered;
  const code = text.replaceAll(NOT_CODE, ' ');
  const is = WRITES.test(code) && IF.test(code);
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(text, is);
  return is;
}
