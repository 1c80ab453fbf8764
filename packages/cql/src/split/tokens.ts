/** A piece of a CQL text that matters for where statements end. */
export interface Token {
  /** `unclosed` is a quoted part or a block comment that runs to the end of the text. */
  readonly kind: 'word' | 'quoted' | 'symbol' | 'newline' | 'unclosed';
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly line: number;
}

/** In the order in which they are tried; each begins where the one before ended. */
const PATTERNS: readonly (readonly [Token['kind'] | 'skip', RegExp])[] = [
  ['newline', /\n/y],
  ['skip', /[^\S\n]+/y],
  ['skip', /(?:--|\/\/)[^\n]*/y],
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
    for (let at = text.indexOf('\n', start); at !== -1 && at < end; at = text.indexOf('\n', at + 1)) line++;
    start = end;
  }
}

function tokenAt(text: string, start: number): readonly [Token['kind'] | 'skip', string] {
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = start;
    const match = pattern.exec(text)?.[0];
    if (match !== undefined) return [kind, match];
  }
  return ['symbol', text.charAt(start)];
}
