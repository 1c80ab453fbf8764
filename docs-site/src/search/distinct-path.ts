/** A page or a part of one in the index, as far as its place is told: the names of the sections above it, and its own. */
interface Indexed {
  readonly b?: readonly string[];
  readonly t: string;
}

/** A result of a search. */
export interface Found {
  readonly document: Indexed;
  readonly page?: Indexed | false;
}

/** A result whose place names each section once: the bar and the menu both lead to a section, and the index has it from both. */
export function withDistinctPath(found: Found): Found {
  const { document, page } = found;
  return { ...found, document: distinct(document), ...(page ? { page: distinct(page) } : {}) };
}

function distinct(indexed: Indexed): Indexed {
  if (indexed.b === undefined) return indexed;
  return { ...indexed, b: [...new Set(indexed.b)].filter((name) => name !== indexed.t) };
}
