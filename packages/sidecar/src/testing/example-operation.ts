import { EXAMPLE_OPERATION } from '@ringside/operation-routes';
import { createMemoryStore, type OperationStore } from '@ringside/operations';

/** A store with the operation that the examples of the reference are about; it is not the active one, so that plans are those of a cluster at rest. */
export async function exampleOperation(): Promise<OperationStore> {
  const store = createMemoryStore();
  const { id, steps, intent: _run, state: _running, problem: _none, endedAtMs: _never, ...asked } = EXAMPLE_OPERATION;
  await store.create({ id, ...asked });
  for (const { node, phase } of steps) await store.write(id, { node, expected: { step: { epoch: 0 } }, set: { step: { phase } } });
  await store.release(id);
  return store;
}
