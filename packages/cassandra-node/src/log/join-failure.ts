import type { OpsError } from '@ringside/core';
import { nodeControlErrors } from '@ringside/node-control';
import { readTail } from './logs.ts';
import type { NodePaths } from '../paths.ts';

/** What Cassandra logs when a node could not fetch its data: it then runs on, stays out of the ring and never opens CQL (`StorageService`). */
const GAVE_UP = /Some data streaming failed\.|Bootstrap will have to be restarted\./;

/** Lines that say why, the last one counts. */
const WHY = /(?:Stream failed|Streaming error|failed stream session|Connection .*(?:closed|reset|refused)|StreamException).*/;

/**
 * Why a node that runs will not join, from its log.
 *
 * @param since ignores log text before this byte of system.log, which an earlier run wrote
 * @returns an OpsError `NODE_REFUSED`; `undefined` while it may still join
 */
export async function joinFailure(name: string, paths: NodePaths, since: number): Promise<OpsError | undefined> {
  const text = await readTail(paths.systemLog, since);
  if (!GAVE_UP.test(text)) return undefined;
  const reason = text
    .split('\n')
    .map((line) => WHY.exec(line)?.[0])
    .findLast((why) => why !== undefined);
  return nodeControlErrors.NODE_REFUSED({
    message: `${name} gave up joining the ring: it could not stream its data from the others${reason === undefined ? '' : ` (${reason.slice(0, 300)})`}`,
    remedy: 'See which nodes are down with ringside status, bring them back, then add the node again.',
    details: { node: name },
  });
}
