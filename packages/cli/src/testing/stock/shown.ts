import { expect } from 'vitest';
import type { Said } from './beside.ts';

/** What `ringside sidecar … --json` prints, as much as tests look at. */
export interface Shown {
  readonly nodes: readonly {
    readonly node: string;
    readonly configuration: string;
    readonly folder: string;
    readonly agent: { readonly address: string; readonly port: number };
    readonly sidecar: { readonly address: string; readonly port: number };
    readonly steps: readonly { readonly do: string; readonly text?: string }[];
    readonly checks: readonly { readonly name: string; readonly outcome: string; readonly found: string }[];
    readonly left: readonly string[];
  }[];
}

/** Reads what was printed; fails with the error where nothing was. */
export function json({ out, err, exitCode }: Said): Shown {
  if (!out.startsWith('{')) expect.fail(`exit ${exitCode}: ${err}${out}`);
  return JSON.parse(out) as Shown;
}

/** The checks and how they ended, such as `CQL: ok`. */
export function outcomes(said: Said): readonly string[] {
  return json(said).nodes.flatMap(({ checks }) => checks.map(({ name, outcome }) => `${name}: ${outcome}`));
}

/** What {@link outcomes} gives where all is well and the sidecar runs. */
export const ALL_WELL: readonly string[] = ['Control agent: ok', 'Next start: ok', 'Sidecar: ok', 'CQL: ok', 'Control: ok'];
