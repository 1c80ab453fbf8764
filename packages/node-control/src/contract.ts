/**
 * The contracts that every adapter of `NodeControl`, role by role, and of `NodeProcess` must pass, for tests (they use Vitest).
 *
 * @packageDocumentation
 */
export { type ContractOptions, nodeControlContract } from './contract/node-control-contract.ts';
export { type NodeProcessConduct, nodeProcessContract, type NodeProcessSubject } from './contract/node-process-contract.ts';
export type { NodeControlSubject } from './contract/subject.ts';
