/**
 * The contract that every `OperationStore` must pass, for tests (it uses Vitest).
 *
 * @packageDocumentation
 */
export { operationStoreContract } from './contract/operation-store-contract.ts';
