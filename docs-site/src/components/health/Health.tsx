import type { ReactNode } from 'react';
import { formatDuration } from '@ringside/core';
import { ScrollTable } from '@site/src/components/scroll-table/ScrollTable';
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
    <p>
      Recorded on {recordedOn} ({machine}): {sum('passed')} passed, {sum('failed')} failed in {formatDuration(sum('elapsedMs'))}. The same
      tasks a second time: {cache.hits} of {cache.tasks} from the cache, {formatDuration(cache.elapsedMs)}.
    </p>
  );
}

/** Each lane of the pipeline: how long its steps took, one after another, and how many tests they ran. */
export function LaneTable(): ReactNode {
  const lanes = [...new Set(health.steps.map(({ lane }) => lane))];
  return (
    <ScrollTable>
      <thead>
        <tr>
          <th scope="col">Lane</th>
          <th scope="col">Took</th>
          <th scope="col">Passed</th>
          <th scope="col">Failed</th>
        </tr>
      </thead>
      <tbody>
        {lanes.map((lane) => (
          <tr key={lane}>
            <th scope="row">
              <code>{lane}</code>
            </th>
            <td>{formatDuration(sum('elapsedMs', lane))}</td>
            <td>{sum('passed', lane)}</td>
            <td>{sum('failed', lane)}</td>
          </tr>
        ))}
      </tbody>
    </ScrollTable>
  );
}

/** Adds a figure up over the steps of a lane, or of all. */
function sum(figure: 'elapsedMs' | 'passed' | 'failed', lane?: string): number {
  return health.steps.filter((step) => lane === undefined || step.lane === lane).reduce((total, step) => total + step[figure], 0);
}

/** Each step of the whole check: what it makes sure of, how long it took, how many tests it ran. */
export function StepTable(): ReactNode {
  return (
    <ScrollTable>
      <thead>
        <tr>
          <th scope="col">Step</th>
          <th scope="col">Makes sure of</th>
          <th scope="col">Took</th>
          <th scope="col">Passed</th>
          <th scope="col">Failed</th>
        </tr>
      </thead>
      <tbody>
        {health.steps.map(({ name, proves, elapsedMs, passed, failed }) => (
          <tr key={name}>
            <th scope="row">
              <code>{name}</code>
            </th>
            <td>{proves}</td>
            <td>{formatDuration(elapsedMs)}</td>
            <td>{passed}</td>
            <td>{failed}</td>
          </tr>
        ))}
      </tbody>
    </ScrollTable>
  );
}

/** Each project: its tests of both kinds and how much of its code the unit tests run. */
export function ProjectTestTable(): ReactNode {
  return (
    <ScrollTable>
      <thead>
        <tr>
          <th scope="col">Project</th>
          <th scope="col">Unit tests</th>
          <th scope="col">On real Cassandra</th>
          <th scope="col">Lines run</th>
          <th scope="col">Branches run</th>
        </tr>
      </thead>
      <tbody>
        {health.projects.map(({ name, unit, integration, coverage }) => (
          <tr key={name}>
            <th scope="row">
              <code>{name}</code>
            </th>
            <td>{unit === undefined ? '' : total(unit)}</td>
            <td>{integration === undefined ? '' : total(integration)}</td>
            <td>{coverage === undefined ? '' : `${coverage.lines} %`}</td>
            <td>{coverage === undefined ? '' : `${coverage.branches} %`}</td>
          </tr>
        ))}
      </tbody>
    </ScrollTable>
  );
}

function total({ passed, failed, skipped }: TestFigures): number {
  return passed + failed + skipped;
}
