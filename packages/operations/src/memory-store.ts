import { begun, type Operation, type OperationStep } from './operation.ts';
import type { ConditionalWrite, OperationStore } from './store.ts';

/** An {@link OperationStore} that is kept in this process alone: for simulations and tests. Each call is decided at once, and none ever fails. */
export function createMemoryStore(): OperationStore {
  const operations = new Map<string, Operation>();
  let active: string | undefined;
  return {
    create: async (operation) => {
      const kept = operations.get(operation.id) ?? begun(operation);
      if (kept.state !== 'running') return { created: true };
      if (active !== undefined && active !== operation.id) return { created: false, active };
      operations.set(operation.id, kept);
      active = operation.id;
      return { created: true };
    },
    active: async () => active,
    read: async (id) => operations.get(id),
    list: async (limit) => [...operations.values()].toReversed().slice(0, limit).map(withoutSteps),
    write: async (id, write) => {
      const before = operations.get(id);
      if (before === undefined || !isExpected(before, write)) return false;
      operations.set(id, written(before, write));
      return true;
    },
    release: async (id) => {
      if (active === id) active = undefined;
    },
  };
}

function withoutSteps({ steps: _steps, ...summary }: Operation): Omit<Operation, 'steps'> {
  return summary;
}

function isExpected(operation: Operation, { node, expected }: ConditionalWrite): boolean {
  const step = operation.steps.find((each) => each.node === node);
  if (node !== undefined && step === undefined) return false;
  return holds(operation, expected.operation) && holds(step, expected.step);
}

function holds(value: object | undefined, facts: object = {}): boolean {
  return Object.entries(facts).every(([name, fact]) => (value as Record<string, unknown> | undefined)?.[name] === fact);
}

function written(operation: Operation, { node, set }: ConditionalWrite): Operation {
  const changed = (step: OperationStep): OperationStep => (step.node === node ? { ...step, ...set.step } : step);
  return { ...operation, ...set.operation, steps: operation.steps.map(changed) };
}
