import type { RecipeClient } from '../client.ts';
import { type FakeCql, fakeCqlClient } from './fake-cql.ts';

/** What happens to a statement that isn't conditional. */
export type StatementFate =
  /** It is run. */
  | 'answered'
  /** It is never run, and the answer is a time-out. */
  | 'lost'
  /** It is run, and its answer is lost. */
  | 'unheard'
  /** The answer is a time-out, and it is run later. */
  | 'late';

/** All of them. */
export const STATEMENT_FATES: readonly StatementFate[] = ['answered', 'lost', 'unheard', 'late'];

/** A client whose statements get lost. */
export interface FaultyClient {
  /** The client. */
  readonly client: RecipeClient;
  /** Runs what was late, with the write timestamps of when it was sent. */
  arrive(): void;
}

/**
 * A client of a {@link FakeCql} that loses statements and answers.
 *
 * @param fate what happens to the next statement; it may also throw, as when the program is killed
 */
export function faultyCqlClient(cql: FakeCql, fate: (statement: string) => StatementFate | Promise<StatementFate>): FaultyClient {
  const late: (() => void)[] = [];
  const whole = fakeCqlClient(cql);
  return {
    arrive: () => late.splice(0).forEach((send) => send()),
    client: {
      ...whole,
      execute: async (statement, values, options) => {
        const fated = await fate(statement);
        const micros = cql.nextMicros();
        if (fated === 'late') late.push(() => void cql.run(statement, values, { micros }));
        const result = fated === 'answered' || fated === 'unheard' ? cql.run(statement, values, { ...options, micros }) : undefined;
        if (fated === 'answered' && result !== undefined) return result;
        throw Object.assign(new Error('The host did not reply'), { name: 'OperationTimedOutError' });
      },
    },
  };
}
