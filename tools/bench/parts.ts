import type { Bar, Bench } from './bench.ts';

/** What was asked for that concerns the parts of a benchmark. */
export interface PartsRequest {
  readonly only?: readonly string[];
  readonly keep?: string;
  readonly dryRun: boolean;
  readonly record: boolean;
}

/** Says what is asked of the parts of a benchmark and cannot be done; undefined when it can. */
export function partsFault({ name, parts = [], plan }: Pick<Bench, 'name' | 'parts' | 'plan'>, request: PartsRequest): string | undefined {
  const { only = [], keep, dryRun, record } = request;
  const unknown = only.find((part) => !parts.includes(part));
  if (parts.length === 0 && (only.length > 0 || keep !== undefined)) return `${name} has no parts: it is measured in one run.`;
  if (unknown !== undefined) return `${name} has no part called ${unknown}. There are: ${parts.join(', ')}.`;
  if (dryRun && plan === undefined) return `${name} cannot tell beforehand what it runs.`;
  return record && only.length > 0 ? 'Only whole results are recorded: leave out --only.' : undefined;
}

/** The bars of the parts that are measured. */
export function barsOf({ bars, parts = [] }: Pick<Bench, 'bars' | 'parts'>, only: readonly string[]): readonly Bar[] {
  const left = parts.filter((part) => !only.includes(part));
  return bars.filter(({ figure }) => !left.some((part) => figure.startsWith(`${part}.`)));
}
