import { parseEndpoint } from '@ringside/model';
import { murmur3Token } from '@ringside/ring';
import type { Observation } from '../live/observation.ts';

/** Where a key lives: its token and the nodes that hold it, first replica first. */
export interface Location {
  readonly token: bigint;
  readonly replicas: readonly string[];
}

type Range = Pick<Observation['availability']['keyspaces'][number]['ranges'][number], 'start' | 'end' | 'replicas'>;

/**
 * Finds the token of a text key and its replicas among a keyspace's ranges.
 *
 * @param key a partition key of one `text` column
 */
export function locate(key: string, ranges: readonly Range[]): Location {
  const token: bigint = murmur3Token(new TextEncoder().encode(key));
  const range = ranges.find((candidate) => holds(candidate, token));
  return { token, replicas: (range?.replicas ?? []).map((replica) => parseEndpoint(replica).address) };
}

/** Whether (start, end] holds the token; a range whose end is not above its start wraps. */
function holds(range: Range, token: bigint): boolean {
  const [start, end] = [BigInt(range.start), BigInt(range.end)];
  return start < end ? token > start && token <= end : token > start || token <= end;
}
