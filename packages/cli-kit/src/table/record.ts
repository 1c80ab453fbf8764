import { errors } from '@ringside/core';

/**
 * What was read by a table, once it has a value for each name of it: no command gets less than its table says.
 *
 * @throws OpsError `INTERNAL` naming the first that has none
 */
export function complete<Values extends object>(
  values: Partial<Values>,
  table: { readonly [Name in keyof Values]: unknown } | undefined,
): Values {
  if (isComplete<Values>(values, table)) return values;
  throw errors.INTERNAL({ message: `${missingIn(values, table)} of a command's table was not read` });
}

function isComplete<Values extends object>(values: Partial<Values>, table: object | undefined): values is Values {
  return missingIn(values, table) === undefined;
}

function missingIn(values: object, table: object | undefined): string | undefined {
  return Object.keys(table ?? {}).find((name) => !Object.hasOwn(values, name));
}
