import { metricsErrors } from '../errors.ts';

/** Which series are meant: those of metrics by name, and of them those with certain labels. */
export interface MetricPattern {
  /** The name of the family, without `_total`; `*` stands for any characters, also none. */
  readonly name: string;
  /** Labels that a series must have, with the same `*`. A label that it lacks is an empty one. */
  readonly labels: readonly { readonly name: string; readonly value: string }[];
}

/** No pattern is longer: what a pattern costs grows with its length times that of the text. */
const LONGEST = 256;

/**
 * Reads a pattern as it stands in a configuration: `cassandra_table_*`, `*{keyspace=system*}`, `cassandra_table_*{keyspace=shop,table=orders}`.
 * There are no regular expressions, so that no pattern takes more than a moment, whatever it is compared with.
 *
 * @throws OpsError `METRIC_PATTERN_INVALID`
 */
export function parsePattern(text: string): MetricPattern {
  const fail = (reason: string): never => {
    throw metricsErrors.METRIC_PATTERN_INVALID({
      message: `${JSON.stringify(text.slice(0, LONGEST))} is not a pattern of metrics: ${reason}`,
    });
  };
  if (text.length > LONGEST) fail(`it is longer than ${LONGEST} characters`);
  const brace = text.indexOf('{');
  const name = brace === -1 ? text : text.slice(0, brace);
  if (!/^[a-zA-Z0-9_:*]+$/.test(name)) fail('a name has letters, digits, _ and *');
  if (brace === -1) return { name, labels: [] };
  if (!text.endsWith('}')) fail('the closing brace is missing');
  const labels = text.slice(brace + 1, -1).split(',');
  return {
    name,
    labels: labels.map((label) => {
      const [, labelName = '', value = ''] =
        /^([a-zA-Z_][a-zA-Z0-9_]*)=([^{}"]*)$/.exec(label.trim()) ?? fail(`${label} is not name=value`);
      return { name: labelName, value };
    }),
  };
}

/** Whether a text is what a pattern with `*` means, in at most their lengths multiplied steps. */
export function matchesGlob(pattern: string, text: string): boolean {
  let [at, star, resume] = [0, -1, 0];
  for (let position = 0; position < text.length;) {
    if (pattern[at] === '*') {
      star = at;
      resume = position;
      at += 1;
    } else if (pattern[at] === text[position]) {
      at += 1;
      position += 1;
    } else if (star === -1) return false;
    else {
      at = star + 1;
      resume += 1;
      position = resume;
    }
  }
  while (pattern[at] === '*') at += 1;
  return at === pattern.length;
}
