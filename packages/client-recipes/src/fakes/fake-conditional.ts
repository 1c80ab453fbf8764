import type { Conditional, ConditionalWrite } from '../conditional.ts';
import type { FakeCql } from './fake-cql.ts';

/** What goes wrong with a conditional write. */
export type CasFate =
  /** Nothing. */
  | 'answered'
  /** It was never applied, and the read at the serial level tells. */
  | 'lost'
  /** It was applied, its answer was lost, and the read at the serial level tells. */
  | 'unheard'
  /** The outcome stays unknown, and it was applied. */
  | 'unknown-applied'
  /** The outcome stays unknown, and it was never applied. */
  | 'unknown-lost'
  /** The outcome stays unknown, and it is applied later. */
  | 'late';

/** All of them. */
export const CAS_FATES: readonly CasFate[] = ['answered', 'lost', 'unheard', 'unknown-applied', 'unknown-lost', 'late'];

/** Conditional writes whose answers get lost. */
export interface FakeConditional {
  /** Sends them. */
  readonly conditional: Conditional;
  /** Applies what was late. */
  arrive(): void;
}

/**
 * Conditional writes to a {@link FakeCql}.
 *
 * @param fate what happens to the next one; it may also throw, as when the program is killed
 */
export function fakeConditional(cql: FakeCql, fate: () => CasFate | Promise<CasFate>): FakeConditional {
  const late: ConditionalWrite[] = [];
  const send = ({ write }: ConditionalWrite) => cql.run(write.statement, write.values).rows[0];
  const look = ({ read }: ConditionalWrite) => cql.run(read.statement, read.values).rows[0];
  return {
    arrive: () => late.splice(0).forEach(send),
    conditional: async (write) => {
      const fated = await fate();
      if (fated === 'late') late.push(write);
      const sent = fated === 'answered' || fated === 'unheard' || fated === 'unknown-applied' ? send(write) : undefined;
      if (fated === 'answered') {
        const applied = sent?.get('[applied]') === true;
        return { applied, row: applied ? undefined : sent, wasUnknown: false };
      }
      if (fated !== 'lost' && fated !== 'unheard') throw Object.assign(new Error('unknown'), { code: 'COMPARE_AND_SET_UNKNOWN' });
      const row = look(write);
      const applied = write.isOurs(row);
      return { applied, row: applied ? undefined : row, wasUnknown: true };
    },
  };
}
