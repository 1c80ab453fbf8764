import { anything, integer, flag, mapOf, object, orNull, type Schema, text } from './schema.ts';

/** What an error looks like on the wire; Apache's fields first, then Ringside's, which its clients ignore. */
export interface ErrorAnswer {
  /** Reason phrase, such as `Not Found`. */
  readonly status: string;
  /** HTTP status. */
  readonly code?: number;
  /** What went wrong, in one sentence; null or absent where Apache’s sidecar says nothing, as with 416. */
  readonly message?: string | null;
  /** Code of Ringside's error reference, such as `NOT_FOUND`. */
  readonly error?: string;
  /** What to do about it, mostly a command; absent where nothing is known to help. */
  readonly remedy?: string;
  /** True when the same request may succeed later. */
  readonly retryable?: boolean;
  /** What a command that fails for this ends with: a client may be older than the code. */
  readonly exitCode?: number;
  /** Facts by name for a program, such as `timeoutMs`; which ones there are depends on `error`. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** The schema of {@link ErrorAnswer}. */
export const errorAnswer: Schema<ErrorAnswer> = object(
  { status: text({ description: 'Reason phrase.' }) },
  {
    code: integer({ minimum: 400, maximum: 599 }),
    message: orNull(text()),
    error: text({ description: 'Code of the error reference.' }),
    remedy: text(),
    retryable: flag(),
    exitCode: integer({ minimum: 1, maximum: 255, description: 'What a command that fails for this ends with.' }),
    details: mapOf(anything()),
  },
);
