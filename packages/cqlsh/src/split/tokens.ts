/** A piece of a CQL text that matters for where statements end. */
export interface Token {
  /** `unclosed` is a quoted part or a block comment that runs to the end of the text. */
  readonly kind: 'word' | 'quoted' | 'symbol' | 'newline' | 'unclosed';
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly line: number;
}

/**
 * In the order in which they are tried; each begins where the one before ended. A line ends as it does for the server: with a line feed, a carriage
 * return, or both, so that a comment in a file with carriage returns alone does not go on to its end.
 */
const PATTERNS: readonly (readonly [Token['kind'] | 'skip', RegExp])[] = [
  ['newline', /\r\n|[\r\n]/y],
  ['skip', /[^\S\r\n]+/y],
  ['skip', /(?:--|\/\/)[^\r\n]*/y],
  ['skip', /\/\*[\s\S]*?\*\//y],
  ['quoted', /'(?:[^']|'')*'/y],
  ['quoted', /"(?:[^"]|"")*"/y],
  ['quoted', /\$\$[\s\S]*?\$\$/y],
  ['unclosed', /(?:'|"|\$\$|\/\*)[\s\S]*/y],
  ['word', /[\p{L}\p{N}_]+/uy],
  ['symbol', /[\s\S]/y],
];

/** The tokens of a text, blanks and comments left out; their texts and what is left out make the whole text. */
export function* tokens(text: string): Generator<Token> {
  let line = 1;
  for (let start = 0; start < text.length;) {
    const [kind, match] = tokenAt(text, start);
    const end = start + match.length;
    if (kind !== 'skip') yield { kind, text: match, start, end, line };
    line += lineEnds(match);
    start = end;
  }
}

function lineEnds(text: string): number {
  if (!/[\r\n]/.test(text)) return 0;
  return text.match(/\r\n|[\r\n]/g)?.length ?? 0;
}

function tokenAt(text: string, start: number): readonly [Token['kind'] | 'skip', string] {
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = start;
    const match = pattern.exec(text)?.[0];
    if (match !== undefined) return [kind, match];
  }
  return ['symbol', text.charAt(start)];
}
