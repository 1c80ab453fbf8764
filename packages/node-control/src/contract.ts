/**
 * The contract that every adapter of `NodeControl` must pass, for tests (it uses Vitest).
 *
 * @packageDocumentation
 */
export { nodeControlContract } from './contract/node-control-contract.ts';
export type { NodeControlSubject } from './contract/subject.ts';
