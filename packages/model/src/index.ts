/**
 * Names, addresses, levels and tags of Cassandra: each is read and written in one place, and travels as a type of its own. Pure: it runs in a
 * browser.
 *
 * @packageDocumentation
 */
export { CONSISTENCY_LEVELS, type ConsistencyLevel, isDatacenterLocal, parseConsistencyLevel } from './consistency-level.ts';
export { type EndpointAddress, type EndpointParts, formatEndpoint, parseEndpoint, withoutHostName } from './endpoint-address.ts';
export { isLogLevel, LOG_LEVELS, type LogLevel } from './log-level.ts';
export { isLoopbackAddress, isLoopbackHost } from './loopback.ts';
export { isSystemKeyspace, SYSTEM_KEYSPACES } from './system-keyspaces.ts';
