import { ringErrors } from '../errors.ts';

/** A user-defined type of the keyspace that a key is of: its name and its fields in their order, names with their case kept. */
export interface UserType {
  /** Without quotes and without its keyspace. */
  readonly name: string;
  /** In the order of `CREATE TYPE`, which decides how a value is encoded; each type as CQL writes it, such as `frozen<list<int>>`. */
  readonly fields: readonly { readonly name: string; readonly type: string }[];
}

/** A CQL type, taken apart. Frozen or not makes no difference to the bytes. */
export type KeyType =
  | { readonly kind: 'native'; readonly name: string }
  | { readonly kind: 'list' | 'set'; readonly element: KeyType }
  | { readonly kind: 'map'; readonly key: KeyType; readonly value: KeyType }
  | { readonly kind: 'tuple'; readonly elements: readonly KeyType[] }
  | { readonly kind: 'vector'; readonly element: KeyType; readonly dimension: number }
  | { readonly kind: 'udt'; readonly name: string; readonly fields: readonly { readonly name: string; readonly type: KeyType }[] }
  | { readonly kind: 'custom'; readonly className: string };

const MAX_DEPTH = 32;
const TOKEN = /\s*(?:('(?:[^']|'')*')|"((?:[^"]|"")+)"|(\w+)|([<>,]))/gy;

interface Word {
  readonly text: string;
  readonly quote: '' | '"' | "'";
}

/**
 * Takes a CQL type apart, as `system_schema.columns` writes it: `int`, `frozen<map<text, int>>`, `vector<float, 3>`, `frozen<"Address">`,
 * `'org.apache.cassandra.db.marshal.LexicalUUIDType'`.
 *
 * @param userTypes the types of the keyspace that the text may name
 * @throws {OpsError} INVALID_KEY for what is no type, or names one that is not known
 */
export function parseKeyType(text: string, userTypes: readonly UserType[]): KeyType {
  return parseNested(text, userTypes, 0);
}

/** Splits a list of types at its commas, but not at those inside of `<…>` or quotes. */
export function splitTypes(text: string): readonly string[] {
  const parts = [''];
  let depth = 0;
  for (const [piece] of text.matchAll(/'[^']*'|"[^"]*"|[^]/g)) {
    if (piece === '<') depth += 1;
    if (piece === '>') depth -= 1;
    if (piece === ',' && depth === 0) parts.push('');
    else parts.push(`${parts.pop() ?? ''}${piece}`);
  }
  return parts.map((part) => part.trim());
}

function parseNested(text: string, userTypes: readonly UserType[], depth: number): KeyType {
  const words = tokenize(text);
  let at = 0;
  const fail = (): never => {
    throw ringErrors.INVALID_KEY({
      message: `${JSON.stringify(text.slice(0, 80))} is not a CQL type`,
      remedy: 'Write it as in CREATE TABLE.',
    });
  };
  const expect = (symbol: string): void => void (words[at]?.text === symbol && words[at]?.quote === '' ? (at += 1) : fail());
  const list = (level: number): KeyType[] => {
    const types = [type(level)];
    while (words[at]?.text === ',') {
      at += 1;
      types.push(type(level));
    }
    return types;
  };
  const type = (level: number): KeyType => {
    const word = words[at] ?? fail();
    if (level > MAX_DEPTH) fail();
    at += 1;
    const name = word.quote === '' ? word.text.toLowerCase() : word.text;
    if (word.quote === "'") return { kind: 'custom', className: word.text };
    if (word.quote === '' && words[at]?.text === '<') return generic(name, level + 1);
    return named(word.quote, name, userTypes, level);
  };
  const generic = (name: string, level: number): KeyType => {
    expect('<');
    const inner = name === 'vector' ? [type(level)] : list(level);
    const [first = fail(), second] = inner;
    const dimension = name === 'vector' ? readDimension() : 0;
    expect('>');
    if (name === 'tuple') return { kind: 'tuple', elements: inner };
    if (name === 'vector' && dimension > 0) return { kind: 'vector', element: first, dimension };
    if (name === 'map' && inner.length === 2 && second !== undefined) return { kind: 'map', key: first, value: second };
    if ((name === 'list' || name === 'set') && inner.length === 1) return { kind: name, element: first };
    return name === 'frozen' && inner.length === 1 ? first : fail();
  };
  const readDimension = (): number => {
    expect(',');
    const size = Number(words[at]?.text ?? fail());
    at += 1;
    return Number.isSafeInteger(size) ? size : fail();
  };
  const parsed = type(depth);
  return at === words.length ? parsed : fail();
}

function named(quote: Word['quote'], name: string, userTypes: readonly UserType[], level: number): KeyType {
  const found = userTypes.find((each) => each.name === name);
  if (found === undefined) return { kind: 'native', name: quote === '' ? name : `"${name}"` };
  const fields = found.fields.map((field) => ({ name: field.name, type: parseNested(field.type, userTypes, level + 1) }));
  return { kind: 'udt', name, fields };
}

function tokenize(text: string): readonly Word[] {
  const words: Word[] = [];
  let end = 0;
  for (const match of text.matchAll(TOKEN)) {
    const [whole, single, double, word, symbol] = match;
    end = match.index + whole.length;
    if (single !== undefined) words.push({ text: single.slice(1, -1).replaceAll("''", "'"), quote: "'" });
    else if (double !== undefined) words.push({ text: double.replaceAll('""', '"'), quote: '"' });
    else words.push({ text: word ?? symbol ?? '', quote: '' });
  }
  return text.slice(end).trim() === '' ? words : [];
}
