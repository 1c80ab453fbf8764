import type { Buckets, Family, MetricDefinition, Series } from '../model.ts';
import { exposedBuckets } from './exposed-buckets.ts';

/** The two texts. They differ in where `_total` stands, in what is escaped, in units, and in how the end is marked. */
export type TextFormat = 'prometheus-text' | 'openmetrics-text';

/**
 * The lines of families in one of the text formats, some at a time, so that neither one large string is made nor everybody else kept waiting.
 * A family without series is left out: a head without values tells nothing.
 *
 * No line carries a timestamp. Prometheus marks a series that has vanished as stale at once only if it came without, so who
 * collects leaves out what is too old, and tells its age in a series of its own.
 */
export function* textLines(families: Iterable<Family>, format: TextFormat): Generator<string> {
  for (const family of families) {
    if (family.series.length === 0) continue;
    yield head(family.definition, format);
    for (const series of family.series) yield lines(family.definition, series, format);
  }
  if (format === 'openmetrics-text') yield '# EOF\n';
}

function head(definition: MetricDefinition, format: TextFormat): string {
  const { name, kind, unit, help } = definition;
  if (format === 'prometheus-text') {
    const exposed = kind === 'counter' ? `${name}_total` : name;
    return `# HELP ${exposed} ${escapeHelp(help)}\n# TYPE ${exposed} ${kind}\n`;
  }
  const unitLine = unit !== 'none' && name.endsWith(`_${unit}`) ? `# UNIT ${name} ${unit}\n` : '';
  return `# TYPE ${name} ${kind}\n${unitLine}# HELP ${name} ${escapeLabel(help)}\n`;
}

function lines(definition: MetricDefinition, { labelValues, value }: Series, format: TextFormat): string {
  const { name, kind } = definition;
  const labels = labelPairs(definition.labels, labelValues);
  if (typeof value !== 'number') return histogramLines(definition, labels, value, format);
  return `${name}${kind === 'counter' ? '_total' : ''}${braces(labels)} ${formatNumber(value)}\n`;
}

function histogramLines({ name, unit }: MetricDefinition, labels: string, value: Buckets, format: TextFormat): string {
  const { upperBounds, counts, sum } = exposedBuckets(value, unit);
  const before = labels === '' ? '' : `${labels},`;
  let text = '';
  let cumulative = 0;
  for (const [index, bound] of upperBounds.entries()) {
    cumulative += counts[index] ?? 0;
    text += `${name}_bucket{${before}le="${formatBound(bound, format)}"} ${cumulative}\n`;
  }
  return `${text}${name}_sum${braces(labels)} ${formatNumber(sum)}\n${name}_count${braces(labels)} ${cumulative}\n`;
}

function labelPairs(names: readonly string[], values: readonly string[]): string {
  let text = '';
  for (const [index, name] of names.entries()) {
    const value = values[index];
    if (value === undefined || value === '') continue;
    text += `${text === '' ? '' : ','}${name}="${escapeLabel(value)}"`;
  }
  return text;
}

function braces(labels: string): string {
  return labels === '' ? '' : `{${labels}}`;
}

/** OpenMetrics wants bounds that look like floating point, so that 1 and 1.0 are not two series. */
function formatBound(bound: number, format: TextFormat): string {
  const text = formatNumber(bound);
  return format === 'openmetrics-text' && /^-?\d+$/.test(text) ? `${text}.0` : text;
}

function formatNumber(value: number): string {
  if (value === Infinity) return '+Inf';
  return value === -Infinity ? '-Inf' : String(value);
}

/** Most values have nothing to escape, and there are tens of thousands of them. */
const TO_ESCAPE = /[\\"\n]/;

function escapeLabel(text: string): string {
  return TO_ESCAPE.test(text) ? text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"') : text;
}

function escapeHelp(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
}
