import { toOpsError } from '@ringside/core';
import { type Column, type ColumnKind, partitionSize, type ScalarType } from '@ringside/storage-model';
import { type Field, Problem, quoted, text } from '../frame/field';

const COLUMN = /^(\w{1,48})\s+(\w+)(?:\((\d{1,7})\))?(?:\s+(partition|clustering|static))?$/;

/** Columns as the reader writes them: `sensor uuid partition, at timestamp clustering, value double, note text(20)`. */
export const columns: Field<string> = text({
  initial: 'sensor uuid partition, at timestamp clustering, value double, note text(20)',
  maxLength: 400,
  examples: ['id bigint partition', 'a text(9) partition, b int partition, c uuid clustering, s text(40) static, v blob(1000)'],
});

/** The columns that a text means, or what is wrong with it. */
export function parseColumns(list: string): readonly Column[] | Problem {
  const found: Column[] = [];
  for (const part of list.split(',').map((each) => each.trim())) {
    const column = parseColumn(part);
    if (column === undefined) {
      return new Problem(
        `must be a list such as ${quoted('id uuid partition, at timestamp clustering, note text(20)')}, not ${quoted(part)}`,
      );
    }
    found.push(column);
  }
  try {
    partitionSize({ columns: found }, 1);
  } catch (error) {
    const { message, remedy } = toOpsError(error);
    return new Problem(`cannot be: ${message}. ${remedy}`);
  }
  return found;
}

function parseColumn(part: string): Column | undefined {
  const [, name, type, bytes, role] = COLUMN.exec(part) ?? [];
  if (name === undefined || type === undefined) return undefined;
  const kind: ColumnKind = role === undefined ? 'regular' : role === 'partition' ? 'partition-key' : (role as ColumnKind);
  const column = { name, kind, type: type as ScalarType };
  return bytes === undefined ? column : { ...column, meanBytes: Number(bytes) };
}
