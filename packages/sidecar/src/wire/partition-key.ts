import type { PartitionKeyAnswer, TypedName } from '@ringside/api';
import type { PartitionKey } from '../cql/port.ts';

/** What places the rows of a table, as the route answers with it. */
export function partitionKeyAnswer(keyspace: string, table: string, { columns, userTypes }: PartitionKey): PartitionKeyAnswer {
  return {
    keyspace,
    table,
    columns: columns.map((column) => typedName(column)),
    userTypes: userTypes.map(({ name, fields }) => ({ name, fields: fields.map((field) => typedName(field)) })),
  };
}

function typedName({ name, type }: TypedName): TypedName {
  return { name, type };
}
