import type { ConsistencyLevel, KeyspaceName } from '@ringside/model';
import { consistencyLevel, keyspaceName } from './named-types.ts';
import { type Option, option } from './option.ts';
import { text } from './value-type.ts';

/** Limits a command to one keyspace. */
export const KEYSPACE_OPTION: Option<KeyspaceName | undefined> = option('-k, --keyspace <name>', keyspaceName, 'Only this keyspace');

/** The consistency level that availability is judged at. */
export const CONSISTENCY_OPTION: Option<ConsistencyLevel | undefined> = option(
  '-c, --consistency <level>',
  consistencyLevel,
  'The consistency level to judge by',
  { defaultText: 'LOCAL_QUORUM' },
);

/** The node of the local ring that a tool of Cassandra's works on. */
export const NODE_OPTION: Option<string | undefined> = option('--node <name>', text, 'The node: name (node2), number or address', {
  defaultText: 'node1, or the first there is',
});
