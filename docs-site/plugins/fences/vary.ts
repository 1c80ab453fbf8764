/** A part of an output that may differ from run to run. */
interface Rule {
  /** As the page says it: "Not compared: …". */
  readonly says: string;
  readonly pattern: RegExp;
  readonly standIn: string;
}

const rules = {
  moment: { says: 'dates and times', pattern: /\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d{4})?)?/g, standIn: '<moment>' },
  id: { says: 'ids', pattern: /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/g, standIn: '<id>' },
  duration: {
    says: 'how long it took',
    pattern: /(?:\d+ m )?\d+(?:\.\d+)? ?(?:µs|us|micros|ms|s|seconds?|minutes?)(?!\w)/g,
    standIn: '<duration>',
  },
  size: { says: 'sizes', pattern: /\d+(?:\.\d+)? ?(?:bytes|B|[KMGT]i?B)(?!\w)/g, standIn: '<size>' },
  java: { says: 'the version of Java', pattern: /Java \d+(?:\.\d+)*/g, standIn: 'Java <version>' },
  build: {
    says: 'what is built or fetched beside a ring, and when it is ready',
    pattern:
      /^ *✔ (?:Dashboard is built|Cassandra is fetched).*\n|^ *· (?:The documentation is built|Made a class-data archive).*(?:\n|$)|\s+\(being (?:built|rebuilt; until then the last pages)\)$/gm,
    standIn: '',
  },
  hash: { says: 'hashes', pattern: /\b(?:0x)?[0-9a-f]{8,}\b/g, standIn: '<hash>' },
  path: { says: 'paths', pattern: /~?(?:\/[\w.@+-]+){2,}\/?/g, standIn: '<path>' },
  phi: { says: 'values of φ', pattern: /φ \d+(?:\.\d+)?/g, standIn: 'φ <phi>' },
  number: { says: 'numbers', pattern: /-?\d+(?:[.,]\d+)*(?:[eE][+-]?\d+)?/g, standIn: '<number>' },
} as const satisfies Record<string, Rule>;

/** What an output fence may name in `vary`; `order` stands for the order of its lines. */
export type Vary = keyof typeof rules | 'order';

/** All of them, in the order in which they are applied: a date holds digits that a later rule would take for a number. */
export const VARIES: readonly Vary[] = [...(Object.keys(rules) as (keyof typeof rules)[]), 'order'];

/** What a page says about an output of which parts may differ. */
export function describeVary(vary: readonly Vary[]): string {
  return vary.map((name) => (name === 'order' ? 'the order of lines' : rules[name].says)).join(', ');
}

/** An output's lines with everything exchanged that may differ. How wide columns are never counts, as it hangs on what stands in them. */
export function comparable(output: string, vary: readonly Vary[]): readonly string[] {
  const exchanged = VARIES.reduce((text, name) => (name !== 'order' && vary.includes(name) ? exchange(text, rules[name]) : text), output);
  const lines = exchanged.trim().split('\n').map(unspaced);
  return vary.includes('order') ? lines.toSorted() : lines;
}

function exchange(text: string, { pattern, standIn }: Rule): string {
  return text.replace(pattern, standIn);
}

function unspaced(line: string): string {
  // Java prints an address with its name once anything has looked the name up.
  return line
    .replace(/(?<![\w./-])(?:localhost|[\w-]+(?:\.[\w-]+)+)\/(?=127\.)/g, '/')
    .replace(/-{3,}/g, '---')
    .replace(/\s+/g, ' ')
    .trim();
}
