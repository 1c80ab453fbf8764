import type { JSX } from 'react';
import { TimeChart } from '@ringside/diagrams';
import type { DashboardClient } from '../live/client.ts';
import type { Source } from '../live/source.ts';
import { Loaded } from '../parts/loaded.tsx';
import type { Chart } from './chart.ts';
import { ChartTable } from './chart-table.tsx';

/** What the sidecar kept. */
export type History = Awaited<ReturnType<DashboardClient['history']>>;

const HISTORY: Source<History> = { needs: ['history'], ask: (client, signal) => client.history({}, { signal }) };

const perSecond = (value: number): string => `${short(value)}/s`;
const CHARTS: readonly Chart[] = [
  {
    title: 'Requests',
    lines: [
      ['reads', 'reads'],
      ['writes', 'writes'],
      ['scans', 'range scans'],
    ],
    write: perSecond,
  },
  {
    title: 'Read latency',
    lines: [
      ['readP50', 'median'],
      ['readP99', '99th percentile'],
    ],
    write: seconds,
  },
  {
    title: 'Write latency',
    lines: [
      ['writeP50', 'median'],
      ['writeP99', '99th percentile'],
    ],
    write: seconds,
  },
  {
    title: 'Requests that failed',
    lines: [
      ['timeouts', 'timed out'],
      ['unavailables', 'unavailable'],
      ['failures', 'failed'],
      ['dropped', 'messages dropped'],
    ],
    write: perSecond,
  },
  {
    title: 'Heap',
    lines: [
      ['heapUsed', 'used'],
      ['heapMax', 'largest allowed'],
    ],
    write: (value) => `${short(value / 1e6)} MB`,
  },
  { title: 'Time in garbage collection', lines: [['garbageCollection', 'of a processor']], write: (value) => `${short(value * 100)}%` },
  { title: 'Compactions', lines: [['pendingCompactions', 'pending']], write: short },
  { title: 'Connections of clients', lines: [['connections', 'open']], write: short },
];

/** The last hour of the node beside the sidecar. */
export function HistoryView(): JSX.Element {
  return (
    <Loaded source={HISTORY} what="the last hour">
      {(history) => <HistoryOf history={history} />}
    </Loaded>
  );
}

/** Pictures of it, each with its numbers as a table; words where there is nothing to draw yet. */
export function HistoryOf({ history }: { readonly history: History }): JSX.Element {
  if (!history.isKept)
    return (
      <Note title="The sidecar keeps no history">Its configuration says metrics.cassandra: false, so it reads nothing from the node.</Note>
    );
  if (history.timesMs.length < 2)
    return (
      <Note title="Nothing to draw yet">The sidecar reads the node every ten seconds. Lines appear half a minute after it started.</Note>
    );
  return (
    <div className="charts">
      {CHARTS.map((chart) => (
        <ChartOf key={chart.title} chart={chart} history={history} />
      ))}
    </div>
  );
}

function Note({ title, children }: { readonly title: string; readonly children: string }): JSX.Element {
  return (
    <section>
      <h2>{title}</h2>
      <p>{children}</p>
    </section>
  );
}

interface ChartProps {
  readonly chart: Chart;
  readonly history: History;
}

function ChartOf({ chart, history }: ChartProps): JSX.Element {
  const lines = chart.lines.map(([id, name]) => ({ name, values: history.series.find((each) => each.id === id)?.values ?? [] }));
  const id = `chart-${chart.title.toLowerCase().replaceAll(' ', '-')}`;
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{chart.title}</h2>
      <TimeChart timesMs={history.timesMs} lines={lines} write={chart.write} timeText={timeText} label={labelOf(chart, lines)} />
      <ChartTable chart={chart} lines={lines} timesMs={history.timesMs} timeText={timeText} />
    </section>
  );
}

function labelOf(
  { title, write }: Chart,
  lines: readonly { readonly name: string; readonly values: readonly (number | null)[] }[],
): string {
  const parts = lines.map(({ name, values }) => {
    const last = values.findLast((value) => value !== null);
    return `${name} ${last === null || last === undefined ? 'not known' : write(last)}`;
  });
  return `${title} over the last hour; last: ${parts.join(', ')}`;
}

function timeText(timeMs: number): string {
  return new Date(timeMs).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' });
}

function seconds(value: number): string {
  return value < 0.001 ? `${short(value * 1_000_000)} µs` : value < 1 ? `${short(value * 1_000)} ms` : `${short(value)} s`;
}

/** At most three digits where that is enough. */
function short(value: number): string {
  return value.toLocaleString('en', { maximumSignificantDigits: 3, notation: value >= 10_000 ? 'compact' : 'standard' });
}
