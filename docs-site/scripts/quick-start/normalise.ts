/** What differs from run to run, why, and what stands for it when two runs are compared. */
interface Rule {
  readonly why: string;
  readonly pattern: RegExp;
  readonly standIn: string;
}

/** Order matters: a time stamp holds digits that a later rule would take for something else. */
const rules: readonly Rule[] = [
  { why: 'a moment', pattern: /\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?Z?/g, standIn: '<moment>' },
  { why: 'a host id or schema version', pattern: /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/g, standIn: '<id>' },
  { why: 'how long something took', pattern: /\s+\d+(?:\.\d+)? (?:ms|s|m \d+ s)(?=$|\s)/gm, standIn: ' <time>' },
  { why: 'how much data or memory there is', pattern: /\d+(?:\.\d+)? (?:bytes|[KMGT]iB)/g, standIn: '<size>' },
  { why: 'which Java this machine has', pattern: /Java \d+(?:\.\d+)*/g, standIn: 'Java <version>' },
  { why: 'how suspicious the failure detector is', pattern: /φ \d+(?:\.\d+)?/g, standIn: 'φ <phi>' },
  { why: 'a clone that was used before has its dashboard', pattern: /^ *✔ Dashboard is built.*\n/gm, standIn: '' },
  {
    why: 'a clone that was used before may have its pages',
    pattern: /\s+\(being (?:built|rebuilt; until then the last pages)\)$/gm,
    standIn: '',
  },
  { why: 'columns are as wide as what stands in them', pattern: / {2,}/g, standIn: '  ' },
];

/** A run's output with everything exchanged that may differ between two good runs: what `--check` compares. */
export function normalise(output: string): string {
  return rules.reduce((text, { pattern, standIn }) => text.replace(pattern, standIn), output);
}

/** The lines that are only in one of two texts, `-` for the first and `+` for the second; empty when there are none. */
export function difference(expected: string, actual: string): string {
  const [before, after] = [expected.split('\n'), actual.split('\n')];
  const missing = before.filter((line) => !after.includes(line)).map((line) => `- ${line}`);
  const added = after.filter((line) => !before.includes(line)).map((line) => `+ ${line}`);
  const moved = missing.length + added.length === 0 && expected !== actual ? ['  the same lines, in another order or number'] : [];
  return [...missing, ...added, ...moved].join('\n');
}
