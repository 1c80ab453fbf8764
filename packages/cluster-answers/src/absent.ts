import { nodeControlErrors } from '@ringside/node-control';

/** What only a management interface tells: null where none is configured. */
export async function orNullWhereAbsent<T>(told: Promise<T>): Promise<T | null> {
  return told.catch((error: unknown) => {
    if (nodeControlErrors.NODE_CONTROL_ABSENT.is(error)) return null;
    throw error;
  });
}
