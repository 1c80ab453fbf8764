import type { ReactNode } from 'react';
import { ComputedTable } from '@site/src/components/scroll-table/ComputedTable';
import { TableHead } from '@site/src/components/scroll-table/TableHead';
import recorded from '@site/src/recorded/benchmarks.json';

interface Verdict {
  readonly figure: string;
  readonly value: number;
  readonly bar: string;
  readonly holds: boolean;
}

interface RecordedBenchmark {
  readonly describe: string;
  readonly recordedOn: string;
  readonly machine: string;
  readonly verdicts: readonly Verdict[];
}

const benchmarks: Readonly<Record<string, RecordedBenchmark>> = recorded;

/** Every figure that has a bar, as the last recorded run of its benchmark measured it, kept or missed. */
export function BenchmarkTable(): ReactNode {
  return (
    <ComputedTable>
      <TableHead cells={['Benchmark', 'Figure', 'Measured', 'Bar', 'When, where']} />
      <tbody>
        {Object.entries(benchmarks).flatMap(([name, { verdicts, recordedOn, machine }]) =>
          verdicts.map(({ figure, value, bar, holds }) => (
            <tr key={name + figure}>
              <th scope="row">
                <code>{name}</code>
              </th>
              <td>
                <code>{figure}</code>
              </td>
              <td>
                {value} {holds ? '(kept)' : '(missed)'}
              </td>
              <td>{bar}</td>
              <td>
                {recordedOn}, {machine}
              </td>
            </tr>
          )),
        )}
      </tbody>
    </ComputedTable>
  );
}
