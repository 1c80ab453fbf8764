import { nearest } from '@ringside/core';

/** Words after a fence's language: `node=2`, `until="…"`, `fails`. */
export type Attributes = ReadonlyMap<string, string>;

const WORD = /\s*([\w-]+)(?:=(?:"([^"]*)"|(\S+)))?/y;

/**
 * Reads the words after a fence's language.
 *
 * @param known the names that are allowed
 * @throws Error with one sentence, when there is one that is not, or that cannot be read
 */
export function parseAttributes(meta: string, known: readonly string[]): Attributes {
  const found = new Map<string, string>();
  WORD.lastIndex = 0;
  const text = meta.trimEnd();
  while (WORD.lastIndex < text.length) {
    const at = WORD.lastIndex;
    const [, name, quoted, bare] = WORD.exec(text) ?? [];
    if (name === undefined) throw new Error(`cannot read "${text.slice(at).trim()}" after the fence's language`);
    if (!known.includes(name)) throw new Error(`no fence knows "${name}"${hint(name, known)}`);
    found.set(name, quoted ?? bare ?? '');
  }
  return found;
}

function hint(name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  return near === undefined ? `; there are ${known.join(', ')}` : `; did you mean "${near}"?`;
}
