/**
 * How commands look up where data is: the ranges of a keyspace, and what a table’s rows are placed by. Apart from the commands, so that who needs this loads none.
 *
 * @packageDocumentation
 */
export { type KeyspaceRanges, keyspaceRanges, rangeOf } from './keyspace-ranges.ts';
export { readPartitionKey } from './partition-key.ts';
