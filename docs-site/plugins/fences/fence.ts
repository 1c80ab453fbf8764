import type { Vary } from './vary.ts';

/** The languages that are run. */
export const RUN_LANGUAGES = ['cql', 'bash', 'ts'] as const;
/** One of them. */
export type RunLanguage = (typeof RUN_LANGUAGES)[number];

/** What a run fence printed when it was recorded, and what of it may differ the next time. */
export interface FenceOutput {
  readonly text: string;
  readonly vary: readonly Vary[];
  readonly line: number;
  /** Where its text stands in the page's source, from the end of its opening line to the beginning of its closing line. */
  readonly start: number;
  readonly end: number;
}

/** A fence that is run, or says why it is not. */
export interface Fence {
  readonly language: RunLanguage;
  readonly code: string;
  readonly line: number;
  /** Where it ends in the page's source. */
  readonly end: number;
  /** The node that coordinates a `cql` fence: 2 is 127.0.0.2. */
  readonly node: number;
  /** It must fail: its last statement, or its exit code. */
  readonly fails: boolean;
  /** It is repeated until its output matches. */
  readonly until?: RegExp;
  /** Why what it prints is not shown. */
  readonly quiet?: string;
  /** Why it is not run. */
  readonly notRun?: string;
  readonly output?: FenceOutput;
}

/** True for a language that is run. */
export function isRunLanguage(language: string): language is RunLanguage {
  return (RUN_LANGUAGES as readonly string[]).includes(language);
}
