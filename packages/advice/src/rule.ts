/** A rule: what is measured, from where on it gives advice, and what it says. */
export interface Rule<Facts> {
  /** What it is called, in words with hyphens. */
  readonly name: string;
  /** What is measured, as the heading of a column. */
  readonly measures: string;
  /** What it is counted in. */
  readonly unit: 'bytes' | 'ms' | 'days' | 'ratio' | 'count';
  /** Which side of the bounds is bad. The bound itself is. */
  readonly badWhen: 'atLeast' | 'atMost';
  /** From where on it should be considered; null for at once acted on. */
  readonly consider: number | null;
  /** From where on it should be acted on; null for never. */
  readonly act: number | null;
  /** Where the bounds come from. */
  readonly source: string;
  /** Whether there is anything to judge. Default: always. */
  readonly applies?: (facts: Facts) => boolean;
  /** The measured value; null where it is not known. */
  readonly measure: (facts: Facts) => number | null;
  /** Why it may not be known, in words. */
  readonly unknown: string;
  /** What was measured, in a sentence without a full stop. */
  readonly fact: (measured: number, facts: Facts) => string;
  /** What to change. */
  readonly change: (facts: Facts) => string;
  /** What that costs. */
  readonly cost: string;
  /** The page that explains it, below the address of the documentation. */
  readonly page: string;
}

/** What a rule says of facts. */
export type Judgement =
  | { readonly kind: 'fine' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'bad'; readonly severity: 'act' | 'consider'; readonly measured: number; readonly threshold: number };

/** Judges facts by one rule. */
export function judge<Facts>(rule: Rule<Facts>, facts: Facts): Judgement {
  if (rule.applies?.(facts) === false) return { kind: 'fine' };
  const measured = rule.measure(facts);
  if (measured === null || Number.isNaN(measured)) return { kind: 'unknown' };
  for (const severity of ['act', 'consider'] as const) {
    const threshold = rule[severity];
    if (threshold === null) continue;
    const isBad = rule.badWhen === 'atLeast' ? measured >= threshold : measured <= threshold;
    if (isBad) return { kind: 'bad', severity, measured, threshold };
  }
  return { kind: 'fine' };
}
