import { remembered } from './remembered.ts';

/** What carries no key word: strings, quoted names and comments. */
const NOT_CODE = /'(?:[^']|'')*'|"(?:[^"]|"")*"|\$\$[\s\S]*?\$\$|--[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;
const WRITES = /^\s*(?:INSERT|UPDATE|DELETE|BEGIN)\b/i;
const IF = /\bIF\b/i;

const isConditionalText = remembered((text) => {
  const code = text.replaceAll(NOT_CODE, ' ');
  return WRITES.test(code) && IF.test(code);
});

/** True for a conditional write (`IF NOT EXISTS`, `IF EXISTS`, `IF a = 1`), which Cassandra runs as a Paxos round; of a batch, when one of its statements is. */
export function isConditional(query: string | readonly (string | object)[]): boolean {
  if (typeof query === 'string') return isConditionalText(query);
  return query.some((each) => isConditionalText(typeof each === 'string' ? each : String((each as { readonly query?: unknown }).query)));
}
