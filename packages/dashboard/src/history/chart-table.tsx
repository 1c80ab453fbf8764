import { type JSX, useState } from 'react';
import { Table } from '../parts/table.tsx';
import type { Chart } from './chart.ts';

/** So much is told in a table: once a minute. */
const EVERY = 6;

/** What {@link ChartTable} shows. */
export interface ChartTableProps {
  readonly chart: Chart;
  readonly lines: readonly { readonly name: string; readonly values: readonly (number | null)[] }[];
  readonly timesMs: readonly number[];
  readonly timeText: (timeMs: number) => string;
}

/** The numbers of a picture, one a minute and the newest first: for those who cannot see it, and to copy. */
export function ChartTable({ chart, lines, timesMs, timeText }: ChartTableProps): JSX.Element {
  const [isOpen, setOpen] = useState(false);
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>Numbers</summary>
      {isOpen ? (
        <Table
          label={`${chart.title}, a row a minute`}
          rows={timesMs
            .map((timeMs, index) => ({ timeMs, index }))
            .filter(({ index }) => (timesMs.length - 1 - index) % EVERY === 0)
            .toReversed()}
          keyOf={({ timeMs }) => String(timeMs)}
          empty="There are none yet."
          columns={[
            { heading: 'Time', cell: ({ timeMs }) => timeText(timeMs) },
            ...lines.map(({ name, values }) => ({
              heading: name,
              isNumber: true,
              cell: ({ index }: { readonly index: number }) => valueText(values[index], chart.write),
            })),
          ]}
        />
      ) : null}
    </details>
  );
}

function valueText(value: number | null | undefined, write: (value: number) => string): string {
  return value === null || value === undefined ? '–' : write(value);
}
