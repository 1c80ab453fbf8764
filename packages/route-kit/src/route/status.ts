/** What a status means. */
export interface StatusRow {
  /** When a request is answered with it, in a few words. */
  readonly when: string;
  /** Codes of the errors that are answered with it, the likeliest first. */
  readonly errors?: readonly string[];
}

/** Statuses and what each means. */
export type Statuses = Readonly<Record<number, StatusRow>>;

/** In place of a code: every error that the route has no status for, nor every route one other than 500. */
export const ALL_OTHERS = '*';
