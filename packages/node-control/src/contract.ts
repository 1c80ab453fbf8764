/**
 * The contract that every adapter of `NodeControl` must pass, role by role, for tests (it uses Vitest).
 *
 * @packageDocumentation
 */
export { type ContractOptions, nodeControlContract } from './contract/node-control-contract.ts';
export type { NodeControlSubject } from './contract/subject.ts';
