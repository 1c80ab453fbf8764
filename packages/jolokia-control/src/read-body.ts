/** Shortens a text piece by piece: what it leaves out must not depend on where the pieces were cut. */
export type Condense = (text: string) => string;

/** Longer than anything that is left out, so that nothing is missed where two pieces meet. */
const OVERLAP = 8_192;

/**
 * Reads an answer's body as text. With `condense` it is shortened while it arrives: a large answer is then never held as a whole, and other work has
 * its turn between the pieces.
 */
export async function readBody(response: Response, condense: Condense | undefined): Promise<string> {
  if (condense === undefined || response.body === null || response.body === undefined) return response.text();
  const decoder = new TextDecoder();
  const done: string[] = [];
  let open = '';
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    open = condense(open + decoder.decode(chunk, { stream: true }));
    if (open.length <= OVERLAP) continue;
    done.push(open.slice(0, -OVERLAP));
    open = open.slice(-OVERLAP);
  }
  return done.join('') + condense(open + decoder.decode());
}

/**
 * Repairs escapes that the agent writes wrongly: of a control character such as U+001B it makes `\u001;`, its last digit counted on from `0`. Everything
 * else is kept as it is, also what only looks like one after an escaped backslash.
 */
export function repairEscapes(json: string): string {
  return json.replaceAll(/\\(?:u00([01])([:;<=>?])|[^])/g, (whole: string, high: string | undefined, low: string | undefined) =>
    high === undefined || low === undefined ? whole : String.raw`\u00` + high + (low.charCodeAt(0) - 0x30).toString(16),
  );
}
