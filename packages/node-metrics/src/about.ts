import type { Family, MetricDefinition } from '@ringside/metrics';
import type { GroupCollector } from './collect/group.ts';

function about(name: string, facts: Pick<MetricDefinition, 'kind' | 'unit' | 'labels' | 'help'>): MetricDefinition {
  return { name: `ringside_node_metrics_${name}`, source: 'the sidecar', ...facts };
}

const GROUP = ['node', 'group'];
const AGE = about('age_seconds', {
  kind: 'gauge',
  unit: 'seconds',
  labels: GROUP,
  help: 'How long ago the metrics of this group were read from the node.',
});
const DURATION = about('duration_seconds', { kind: 'gauge', unit: 'seconds', labels: GROUP, help: 'How long the last reading took.' });
const FAILURES = about('failures', {
  kind: 'counter',
  unit: 'none',
  labels: GROUP,
  help: 'Readings that failed since the sidecar started.',
});
const LEFT_OUT = about('left_out_series', {
  kind: 'gauge',
  unit: 'none',
  labels: ['node', 'metric'],
  help: 'Series of a metric that metrics.maxSeries leaves out. A histogram counts as one here.',
});

/** What is told about the collecting itself. */
export const aboutCollecting: readonly MetricDefinition[] = [AGE, DURATION, FAILURES, LEFT_OUT];

/** The same, measured. */
export function aboutFamilies(node: string, groups: readonly GroupCollector[], nowMs: number): readonly Family[] {
  const each = (definition: MetricDefinition, value: (group: GroupCollector) => number | undefined): Family => ({
    definition,
    observedAtMs: nowMs,
    series: groups.flatMap((group) => {
      const measured = value(group);
      return measured === undefined ? [] : [{ labelValues: [node, group.group], value: measured }];
    }),
  });
  const leftOut = groups.flatMap(({ last }) => [...(last?.leftOut ?? [])]);
  return [
    each(AGE, ({ last }) => (last === undefined ? undefined : Math.max(0, nowMs - last.observedAtMs) / 1_000)),
    each(DURATION, ({ last }) => (last === undefined ? undefined : last.tookMs / 1_000)),
    each(FAILURES, ({ failures }) => failures),
    { definition: LEFT_OUT, observedAtMs: nowMs, series: leftOut.map(([metric, value]) => ({ labelValues: [node, metric], value })) },
  ];
}
