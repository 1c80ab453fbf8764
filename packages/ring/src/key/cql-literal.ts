/** A CQL literal, taken apart but not yet read as a type. */
export type Literal =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'list' | 'tuple' | 'set'; readonly items: readonly Literal[] }
  | { readonly kind: 'map'; readonly entries: readonly (readonly [key: Literal, value: Literal])[] };

const MAX_DEPTH = 64;
const BLANK = /\s*/y;
const TEXT = /'((?:[^']|'')*)'|\$\$([^]*?)\$\$/y;
/** A number, a constant, an identifier with or without double quotes; what it means depends on the type. */
const WORD = /"(?:[^"]|"")+"|[-\w.+]+/y;
const CLOSING = { '[': ']', '(': ')', '{': '}' } as const;

/**
 * Takes a literal of a collection, tuple, vector or user-defined type apart: `[1, 2]`, `{'a': 1}`, `(1, 'a')`, `{street: 'High St'}`. Text in it
 * stands in quotes, as in CQL.
 *
 * @returns `undefined` for what is no literal
 */
export function parseLiteral(text: string): Literal | undefined {
  const reader = new Reader(text);
  const literal = reader.read(0);
  return literal !== undefined && reader.atEnd() ? literal : undefined;
}

class Reader {
  #at = 0;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  atEnd(): boolean {
    this.#take(BLANK);
    return this.#at === this.#text.length;
  }

  read(depth: number): Literal | undefined {
    this.#take(BLANK);
    const opening = this.#text[this.#at];
    if (opening === '[' || opening === '(' || opening === '{') return depth > MAX_DEPTH ? undefined : this.#readItems(opening, depth + 1);
    const quoted = this.#take(TEXT);
    if (quoted !== undefined) return { kind: 'text', text: quoted[1]?.replaceAll("''", "'") ?? quoted[2] ?? '' };
    const word = this.#take(WORD);
    return word === undefined ? undefined : { kind: 'word', text: word[0] };
  }

  #readItems(opening: keyof typeof CLOSING, depth: number): Literal | undefined {
    this.#at += 1;
    const items: Literal[] = [];
    const values: Literal[] = [];
    while (!this.#skip(CLOSING[opening])) {
      if (items.length > 0 && !this.#skip(',')) return undefined;
      const item = this.read(depth);
      if (item === undefined) return undefined;
      items.push(item);
      if (opening !== '{' || !this.#skip(':')) continue;
      const value = this.read(depth);
      if (value === undefined) return undefined;
      values.push(value);
    }
    if (values.length > 0 && values.length !== items.length) return undefined;
    if (opening !== '{') return { kind: opening === '[' ? 'list' : 'tuple', items };
    return values.length === 0
      ? { kind: 'set', items }
      : { kind: 'map', entries: items.map((key, index) => [key, values[index] as Literal] as const) };
  }

  #skip(symbol: string): boolean {
    this.#take(BLANK);
    if (this.#text[this.#at] !== symbol) return false;
    this.#at += 1;
    return true;
  }

  #take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match === null) return undefined;
    this.#at = pattern.lastIndex;
    return match;
  }
}
