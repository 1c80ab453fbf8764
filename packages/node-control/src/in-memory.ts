/**
 * A published node in memory, for tests of what uses the ports: it passes the same contract as a real node.
 *
 * @packageDocumentation
 */
export { inMemoryControl } from './in-memory/control.ts';
export { type InMemoryNode, inMemoryEndpoint, inMemoryNode } from './in-memory/node.ts';
