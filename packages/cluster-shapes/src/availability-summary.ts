import { object, type Schema } from '@ringside/route-kit';
import { count } from './count.ts';

/** How many ranges are in which state. */
export interface AvailabilitySummary {
  /** All ranges of the keyspace: the three below add up to it. */
  readonly total: number;
  /** Ranges with as many live replicas as the keyspace asks for. */
  readonly available: number;
  /** Ranges with fewer live replicas than that, on which requests at the level still succeed. */
  readonly underReplicated: number;
  /** Ranges on which requests at the level fail. */
  readonly unavailable: number;
}

/** Schema of {@link AvailabilitySummary}. */
export const availabilitySummary: Schema<AvailabilitySummary> = object({
  total: count,
  available: count,
  underReplicated: count,
  unavailable: count,
});
