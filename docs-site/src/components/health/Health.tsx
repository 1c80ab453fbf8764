import type { ReactNode } from 'react';
import { formatDuration } from '@ringside/core';
import { ComputedTable } from '@site/src/components/scroll-table/ComputedTable';
import { TableHead } from '@site/src/components/scroll-table/TableHead';
import recorded from '@site/src/recorded/health.json';

interface TestFigures {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly elapsedMs: number;
}

interface HealthRecord {
  readonly recordedOn: string;
  readonly machine: string;
  readonly steps: readonly {
    readonly name: string;
    readonly lane: string;
    readonly proves: string;
    readonly elapsedMs: number;
    readonly passed: number;
    readonly failed: number;
  }[];
  readonly projects: readonly {
    readonly name: string;
    readonly unit?: TestFigures;
    readonly integration?: TestFigures;
    readonly coverage?: { readonly lines: number; readonly branches: number };
  }[];
  readonly cache: { readonly hits: number; readonly tasks: number; readonly elapsedMs: number };
}

const health: HealthRecord = recorded;

/** When the figures were taken, where, and what came from the cache the second time. */
export function HealthSummary(): ReactNode {
  const { recordedOn, machine, cache } = health;
  return (
    <p data-computed>
      Recorded on {recordedOn} ({machine}): {sum('passed')} passed, {sum('failed')} failed in {formatDuration(sum('elapsedMs'))}. The same
      tasks a second time: {cache.hits} of {cache.tasks} from the cache, {formatDuration(cache.elapsedMs)}.
    </p>
  );
}

/** Each lane of the pipeline: how long its steps took, one after another, and how many tests they ran. */
export function LaneTable(): ReactNode {
  const lanes = [...new Set(health.steps.map(({ lane }) => lane))];
  return (
    <ComputedTable>
      <TableHead cells={['Lane', ...OUTCOME]} />
      <tbody>
        {lanes.map((lane) => (
          <tr key={lane}>
            <th scope="row">
              <code>{lane}</code>
            </th>
            <Outcome elapsedMs={sum('elapsedMs', lane)} passed={sum('passed', lane)} failed={sum('failed', lane)} />
          </tr>
        ))}
      </tbody>
    </ComputedTable>
  );
}

const OUTCOME = ['Took', 'Passed', 'Failed'];

/** The cells below {@link OUTCOME}. */
function Outcome({ elapsedMs, passed, failed }: Pick<TestFigures, 'elapsedMs' | 'passed' | 'failed'>): ReactNode {
  return (
    <>
      <td>{formatDuration(elapsedMs)}</td>
      <td>{passed}</td>
      <td>{failed}</td>
    </>
  );
}

/** Adds a figure up over the steps of a lane, or of all. */
function sum(figure: 'elapsedMs' | 'passed' | 'failed', lane?: string): number {
  return health.steps.filter((step) => lane === undefined || step.lane === lane).reduce((total, step) => total + step[figure], 0);
}

/** Each step of the whole check: what it makes sure of, how long it took, how many tests it ran. */
export function StepTable(): ReactNode {
  return (
    <ComputedTable>
      <TableHead cells={['Step', 'Makes sure of', ...OUTCOME]} />
      <tbody>
        {health.steps.map(({ name, proves, elapsedMs, passed, failed }) => (
          <tr key={name}>
            <th scope="row">
              <code>{name}</code>
            </th>
            <td>{proves}</td>
            <Outcome elapsedMs={elapsedMs} passed={passed} failed={failed} />
          </tr>
        ))}
      </tbody>
    </ComputedTable>
  );
}

/** Each project: its tests of both kinds, with their share of the time of all tests of that kind, and how much of its code the unit tests run. */
export function ProjectTestTable(): ReactNode {
  return (
    <ComputedTable>
      <TableHead cells={['Project', 'Unit tests', 'Their time', 'On real Cassandra', 'Their time', 'Lines run', 'Branches run']} />
      <tbody>
        {health.projects.map(({ name, unit, integration, coverage }) => (
          <tr key={name}>
            <th scope="row">
              <code>{name}</code>
            </th>
            <td>{unit === undefined ? '' : total(unit)}</td>
            <td>{share(unit, 'unit')}</td>
            <td>{integration === undefined ? '' : total(integration)}</td>
            <td>{share(integration, 'integration')}</td>
            <td>{coverage === undefined ? '' : `${coverage.lines} %`}</td>
            <td>{coverage === undefined ? '' : `${coverage.branches} %`}</td>
          </tr>
        ))}
      </tbody>
    </ComputedTable>
  );
}

/** Which part of the time of all tests of a kind those of one project take, their files added up. */
function share(figures: TestFigures | undefined, kind: 'unit' | 'integration'): string {
  if (figures === undefined) return '';
  const allMs = health.projects.reduce((sum, project) => sum + (project[kind]?.elapsedMs ?? 0), 0);
  return `${Math.round((100 * figures.elapsedMs) / allMs)} %`;
}

function total({ passed, failed, skipped }: TestFigures): number {
  return passed + failed + skipped;
}
