import type { OptionSpec } from './command-spec.ts';

/** Limits a command to one keyspace. */
export const KEYSPACE_OPTION: OptionSpec = { flags: '-k, --keyspace <name>', type: 'keyspace', doc: 'Only this keyspace' };

/** The consistency level that availability is judged at. */
export const CONSISTENCY_OPTION: OptionSpec = {
  flags: '-c, --consistency <level>',
  type: 'consistency',
  doc: 'The consistency level to judge by',
  defaultText: 'LOCAL_QUORUM',
};

/** The node of the local ring that a tool of Cassandra's works on. */
export const NODE_OPTION: OptionSpec = {
  flags: '--node <name>',
  type: 'string',
  doc: 'The node: name (node2), number or address',
  defaultText: 'node1, or the first there is',
};
