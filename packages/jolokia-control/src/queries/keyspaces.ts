import { isSystemKeyspace } from '@ringside/model';
import { type KeyspaceInfo, nodeControlErrors, type RangeEndpoints } from '@ringside/node-control';
import { parseRanges } from '../parse/ranges.ts';
import { parseReplicationInfo } from '../parse/replication.ts';
import { ShapeError } from '../parse/shape-error.ts';
import { type Answers, keyspaceNotFound } from '../answers.ts';
import { exec, type JolokiaRequest, read } from '../protocol.ts';
import type { Query } from '../query.ts';
import { mapOf, text, texts } from '../values.ts';

const REPLICATION_INFO = 'getKeyspaceReplicationInfo(java.lang.String)';

/** The names of all keyspaces but the virtual ones. Source: `StorageService.Keyspaces`. */
export const keyspaceNamesQuery: Query<readonly string[]> = {
  doing: 'tell its keyspaces',
  requests: [read('storageService', 'Keyspaces')],
  decode: (answers) => texts(answers.attribute(0, 'Keyspaces'), 'Keyspaces').toSorted(),
};

/** How named keyspaces replicate, without those that were dropped meanwhile. Source: `StorageService.getKeyspaceReplicationInfo`. */
export function replicationQuery(names: readonly string[]): Query<readonly KeyspaceInfo[]> {
  return {
    doing: 'tell the replication of its keyspaces',
    requests: names.map((name) => keyspaceRequest(name)),
    decode: (answers) => names.flatMap((name, index) => keyspaceInfo(answers, name, index)),
  };
}

function keyspaceInfo(answers: Answers, name: string, index: number): readonly KeyspaceInfo[] {
  const info = answers.optional(index);
  if (info === undefined) return [];
  const replication = parseReplicationInfo(text(info, 'replication'));
  if (replication === undefined) throw new ShapeError(`the replication of ${name} cannot be read`);
  return [{ name, system: isSystemKeyspace(name), replication }];
}

/** See `NodeRing.rangeToEndpoints`. Source: `StorageService.getRangeToEndpointWithPortMap`. */
export function rangeQuery(keyspace: string): Query<readonly RangeEndpoints[]> {
  return rangesOf(keyspace, 'getRangeToEndpointWithPortMap(java.lang.String)');
}

/** See `NodeRing.pendingRanges`. Source: `StorageService.getPendingRangeToEndpointWithPortMap`. */
export function pendingRangeQuery(keyspace: string): Query<readonly RangeEndpoints[]> {
  return rangesOf(keyspace, 'getPendingRangeToEndpointWithPortMap(java.lang.String)');
}

/** For an unknown keyspace Cassandra answers with a null pointer, or no range at all, so whether it exists is asked along. */
function rangesOf(
  keyspace: string,
  operation: 'getRangeToEndpointWithPortMap(java.lang.String)' | 'getPendingRangeToEndpointWithPortMap(java.lang.String)',
): Query<readonly RangeEndpoints[]> {
  return {
    doing: `tell the ranges of keyspace ${keyspace}`,
    requests: [keyspaceRequest(keyspace), exec('storageService', operation, keyspace)],
    decode: (answers) => {
      requireKeyspace(answers, keyspace);
      const ranges = parseRanges(mapOf(answers.value(1), 'ranges', texts));
      if (ranges === undefined) throw new ShapeError('a range is not written [start, end]');
      return ranges;
    },
  };
}

/** Asks for something that every keyspace has; the first request of those whose answers {@link requireKeyspace} reads. */
export function keyspaceRequest(keyspace: string): JolokiaRequest {
  return exec('storageService', REPLICATION_INFO, keyspace);
}

/**
 * Reads the first answer.
 *
 * @throws OpsError `NOT_FOUND` for a keyspace that does not exist
 */
export function requireKeyspace(answers: Answers, keyspace: string): void {
  if (answers.optional(0) === undefined) throw noSuchKeyspace(answers, keyspace);
}

function noSuchKeyspace(answers: Answers, keyspace: string): unknown {
  try {
    answers.value(0);
  } catch (error) {
    // Cassandra throws a bare IllegalArgumentException; anything else (denied, still starting) is told as it is.
    return nodeControlErrors.NODE_REFUSED.is(error) ? keyspaceNotFound(keyspace) : error;
  }
  return new ShapeError('no replication');
}
