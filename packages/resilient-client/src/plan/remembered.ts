/** Programs have few statements, unless they build them as text: then there is no end to them. */
const MOST_TEXTS = 1_000;

/** Remembers what was found out about a text. When there are too many texts, it forgets them all and starts again. */
export function remembered<Value extends string | boolean | number | object>(find: (text: string) => Value): (text: string) => Value {
  const known = new Map<string, Value>();
  return (text) => {
    const value = known.get(text);
    if (value !== undefined) return value;
    const found = find(text);
    if (known.size >= MOST_TEXTS) known.clear();
    known.set(text, found);
    return found;
  };
}
