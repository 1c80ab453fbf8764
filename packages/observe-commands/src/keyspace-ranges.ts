import type { KeyspaceAvailability, RangeAvailability } from '@ringside/api';
import { askSidecar, type CommandContext } from '@ringside/cli-kit';
import { errors } from '@ringside/core';
import type { ConsistencyLevel, KeyspaceName } from '@ringside/model';
import { rangeContains, token, type Token } from '@ringside/ring';

/** A keyspace's ranges, and the level at which they were judged. */
export interface KeyspaceRanges extends KeyspaceAvailability {
  /** The one that was asked for, else the sidecar’s own. */
  readonly consistency: string;
}

/**
 * Asks the sidecar for the token ranges of a keyspace, each with its replicas in the order in which the replication strategy places them.
 *
 * @param consistency the level to judge by; the sidecar's own by default
 * @throws OpsError `NOT_FOUND`, `INVALID_ARGUMENT` for a keyspace whose replicas do not follow from the ring, those of {@link askSidecar}
 */
export async function keyspaceRanges(
  context: CommandContext,
  keyspace: KeyspaceName,
  consistency?: ConsistencyLevel,
): Promise<KeyspaceRanges> {
  const asked = { keyspace, ...(consistency && { consistency }) };
  const answer = await askSidecar(context, (client) => client.availability(asked, { signal: context.signal }));
  const [found] = answer.keyspaces;
  if (found === undefined) throw errors.NOT_FOUND({ message: `Keyspace "${keyspace}" does not exist` });
  if (found.ranges.length > 0) return { consistency: answer.consistency, ...found };
  throw errors.INVALID_ARGUMENT({
    message: `Keyspace ${found.keyspace} has no ranges of the ring: ${whyOffRing(found.replication['class'] ?? '')}`,
    remedy: 'Name a keyspace that is replicated; ringside status lists them.',
  });
}

/**
 * The range that a token is in; undefined where none of them has it.
 *
 * @param ranges ranges that do not overlap
 */
export function rangeOf(ranges: readonly RangeAvailability[], at: Token): RangeAvailability | undefined {
  return ranges.find(({ start, end }) => rangeContains({ start: token(start), end: token(end) }, at));
}

/** Where the rows of such a keyspace are instead. */
function whyOffRing(strategy: string): string {
  return strategy.endsWith('MetaStrategy')
    ? 'the members of the cluster metadata service keep it'
    : 'each node keeps its own (LocalStrategy)';
}
