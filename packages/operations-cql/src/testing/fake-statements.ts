/** A comparison of a `WHERE` or an `IF`. */
export interface Comparison {
  readonly column: string;
  readonly operator: string;
  readonly value: unknown;
}

/** A statement as the fake understands it. */
export interface Parsed {
  readonly kind: 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE';
  readonly table: string;
  /** What is set; of a deletion of columns, nulls. */
  readonly set: Readonly<Record<string, unknown>>;
  readonly where: readonly Comparison[];
  readonly conditions: readonly Comparison[];
  readonly limit: number;
}

const SHAPES: Readonly<Record<Parsed['kind'], RegExp>> = {
  SELECT: /^SELECT .+ FROM (?<table>\S+) WHERE (?<where>.+?)(?: LIMIT (?<limit>\S+))?$/,
  INSERT: /^INSERT INTO (?<table>\S+) \((?<columns>.+)\) VALUES \((?<terms>.+)\)$/,
  UPDATE: /^UPDATE (?<table>\S+) SET (?<set>.+) WHERE (?<where>.+?)(?: IF (?<conditions>.+))?$/,
  DELETE: /^DELETE (?:(?<columns>[^ ].*?) )?FROM (?<table>\S+) WHERE (?<where>.+?)(?: IF (?<conditions>.+))?$/,
};

/** Parses a statement or a batch of some, whose values are in the order of the text. Throws at what it does not understand. */
export function parseStatements(statement: string, values: readonly unknown[]): readonly Parsed[] {
  const rest = [...values];
  const batch = /^BEGIN BATCH (.+); APPLY BATCH$/.exec(statement)?.[1];
  const parsed = (batch?.split('; ') ?? [statement]).map((text) => parseOne(text, rest));
  if (rest.length > 0) throw new Error(`${rest.length} values too many: ${statement}`);
  return parsed;
}

function parseOne(text: string, values: unknown[]): Parsed {
  const kind = text.split(' ', 1)[0] as Parsed['kind'];
  const groups = SHAPES[kind]?.exec(text)?.groups;
  if (groups?.['table'] === undefined) throw new Error(`The fake does not understand: ${text}`);
  const term = (written: string): unknown => {
    if (written === 'null') return null;
    if (written !== '?') return written.replace(/^'(.*)'$/, '$1');
    if (values.length === 0) throw new Error(`A value is missing: ${text}`);
    return values.shift();
  };
  const columns = groups['columns']?.split(', ') ?? [];
  const terms = groups['terms']?.split(', ') ?? columns.map(() => 'null');
  const inserted = columns.map((column, index) => [column, term(terms[index] ?? 'null')] as const);
  const updated = (groups['set']?.split(', ') ?? []).map((each) => {
    const { column, value } = comparison(each, term);
    return [column, value] as const;
  });
  const where = (groups['where']?.split(' AND ') ?? []).map((each) => comparison(each, term));
  const conditions = (groups['conditions']?.split(' AND ') ?? []).map((each) => comparison(each, term));
  const limit = groups['limit'] === undefined ? Infinity : Number(term(groups['limit']));
  return { kind, table: groups['table'], set: Object.fromEntries([...inserted, ...updated]), where, conditions, limit };
}

function comparison(text: string, term: (written: string) => unknown): Comparison {
  const [column = '', operator = '', written = ''] = text.split(' ');
  return { column, operator, value: term(written) };
}
