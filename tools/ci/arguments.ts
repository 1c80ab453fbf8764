import { parseArgs } from 'node:util';
import { nearest } from '@ringside/core';
import type { Project } from './projects.ts';
import { LANES, type Step, steps } from './steps.ts';

/** What of the check was asked for. */
export interface Request {
  readonly steps: readonly Step[];
  /** Full names of projects. */
  readonly projects: readonly string[];
  readonly affected: boolean;
  readonly dryRun: boolean;
}

/**
 * Reads the command line: `--lane`, `--only` and `--skip` choose steps, `--projects` projects, `--affected` leaves out what the change cannot
 * reach, `--dry-run` only prints.
 *
 * @returns the request, or a sentence that says what is not known and what was perhaps meant
 */
export function readArguments(argv: readonly string[], projects: readonly Project[]): Request | string {
  const options = { lane: text, only: text, skip: text, projects: text, affected: flag, 'dry-run': flag } as const;
  try {
    const { values } = parseArgs({ args: [...argv], options });
    const all = projects.map(({ name }) => name);
    const full = (name: string): string => (all.includes(`@ringside/${name}`) ? `@ringside/${name}` : name);
    const lanes = list(values.lane) ?? LANES;
    const names = steps.map(({ name }) => name);
    const [only, skip, chosen] = [list(values.only) ?? names, list(values.skip) ?? [], list(values.projects)?.map(full) ?? all];
    const short = [...all, ...all.map((name) => name.replace('@ringside/', ''))];
    const fault = unknown('lane', lanes, LANES) ?? unknown('step', [...only, ...skip], names) ?? unknown('project', chosen, all, short);
    const isChosen = ({ name, lane }: Step): boolean => lanes.includes(lane) && only.includes(name) && !skip.includes(name);
    return fault ?? { steps: steps.filter(isChosen), projects: chosen, affected: values.affected, dryRun: values['dry-run'] };
  } catch (error) {
    return (error as Error).message;
  }
}

const text = { type: 'string' } as const;
const flag = { type: 'boolean', default: false } as const;

function list(value: string | undefined): readonly string[] | undefined {
  return value?.split(',').filter((name) => name !== '');
}

function unknown(kind: string, named: readonly string[], known: readonly string[], similar: readonly string[] = known): string | undefined {
  const wrong = named.find((name) => !known.includes(name));
  if (wrong === undefined) return undefined;
  const near = nearest(wrong, similar);
  return `No ${kind} is called ${wrong}.${near === undefined ? '' : ` Did you mean ${near}?`} There are: ${known.join(', ')}.`;
}
