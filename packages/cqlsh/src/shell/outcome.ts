import type { OpsError } from '@ringside/core';
import { type CellBytes, clientErrors, type CqlColumn } from '@ringside/client';

/** Rows of an answer. */
export interface AnswerRows {
  readonly columns: readonly CqlColumn[];
  readonly cells: readonly (readonly CellBytes[])[];
}

/** A part of what a statement prints, in order; its text is made when it is asked for. */
export interface Piece {
  readonly text: () => string;
  readonly rows?: AnswerRows | undefined;
  /** True for what is said beside the rows: warnings and traces. */
  readonly isNotice?: boolean | undefined;
  /** True for what `CAPTURE` writes to its file: what the node answered, not what the shell says. */
  readonly isAnswer: boolean;
}

/** How one statement ended, with the last that it prints. */
export interface Outcome {
  readonly output: string;
  /** True as in {@link Piece}. */
  readonly isAnswer?: boolean | undefined;
  /** Present when it failed. */
  readonly failure?: OpsError | undefined;
  /** True when what follows in the same text must not run, whatever the reader wants. */
  readonly endsText?: boolean | undefined;
}

/** An outcome that is only text. */
export const said = (line: string): Outcome => ({ output: `${line}\n` });

const HELP_REMEDY = 'HELP lists the commands of this shell.';

/** A statement that the shell itself refuses. */
export function refused(text: string, remedy: string = HELP_REMEDY): Outcome {
  return { output: `${text}\n`, failure: clientErrors.CQL_STATEMENT_FAILED({ message: text, remedy }) };
}
