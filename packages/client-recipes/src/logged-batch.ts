import type { BoundStatement } from './client.ts';

/**
 * Several writes as one logged batch: all of them are applied at some time, or none. It is one statement, so it can be prepared and sent as any other.
 *
 * @param statements the writes, in any order
 * @param timestampMs the write timestamp of all of them, in milliseconds since 1970. Default: the time of the request. Conditional writes can't have one
 */
export function loggedBatch(statements: readonly BoundStatement[], timestampMs?: number): BoundStatement {
  const text = statements.map(({ statement }) => `${statement};`).join(' ');
  const values = statements.flatMap((each) => each.values);
  if (timestampMs === undefined) return { statement: `BEGIN BATCH ${text} APPLY BATCH`, values };
  return { statement: `BEGIN BATCH USING TIMESTAMP ? ${text} APPLY BATCH`, values: [`${timestampMs}000`, ...values] };
}
