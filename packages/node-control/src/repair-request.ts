import { errors, type OpsError } from '@ringside/core';
import { token } from '@ringside/ring';
import type { StartRepairRequest } from './roles/repair.ts';

/**
 * For adapters: rejects what Cassandra would silently repair something else for. Where a list is empty it repairs all tables or all local ranges, and it skips
 * ranges that it cannot read (`RepairOption.parse`).
 *
 * @throws OpsError `INVALID_ARGUMENT`
 */
export function assertRepairRequest({ tables, ranges }: StartRepairRequest): void {
  if (tables?.length === 0) throw invalid('The list of tables to repair is empty', 'Name a table, or omit the list to repair them all.');
  if (ranges?.length === 0)
    throw invalid('The list of ranges to repair is empty', 'Name a range, or omit the list to repair the primary ranges.');
  const wrong = ranges?.find(({ start, end }) => token(start) === token(end));
  if (wrong !== undefined) throw invalid(`(${wrong.start}, ${wrong.end}] is not a token range`, 'Use two different tokens.');
}

function invalid(message: string, remedy: string): OpsError {
  return errors.INVALID_ARGUMENT({ message, remedy });
}
