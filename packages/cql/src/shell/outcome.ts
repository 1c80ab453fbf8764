import type { ErrorCode } from '@ringside/core';
import type { CqlType } from '../format/type.ts';

/** The rows of an answer, as the driver gives them. */
export interface AnswerRows {
  readonly columns: readonly { readonly name: string; readonly type: CqlType }[];
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

/** What one statement came to. */
export interface Outcome {
  readonly output: string;
  readonly answer?: AnswerRows | undefined;
  /** Present when it failed. */
  readonly failure?: { readonly code: ErrorCode; readonly message: string } | undefined;
}

/** An outcome that is only text. */
export const said = (line: string): Outcome => ({ output: `${line}\n` });

/** A statement that the shell itself refuses. */
export function refused(text: string): Outcome {
  return { output: `${text}\n`, failure: { code: 'CQL_STATEMENT_FAILED', message: text } };
}
