import { errors, type OpsError } from '@ringside/core';
import { nodeControlErrors } from '@ringside/node-control';
import { type AttributeOf, type MBeanKey, type MBeanUse, mbeans, type OperationOf } from './mbeans.ts';

/** One request of a bulk POST, as Jolokia's protocol writes it. */
export type JolokiaRequest =
  | {
      readonly type: 'read';
      readonly mbean: string;
      readonly attribute: string | readonly string[];
      readonly config?: { readonly maxDepth: number };
    }
  | { readonly type: 'exec'; readonly mbean: string; readonly operation: string; readonly arguments: readonly unknown[] };

/** The answer to one request of a bulk POST. */
export type JolokiaAnswer =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly status: number; readonly errorType: string; readonly message: string };

/** A read of some attributes; the answer's value is an object of them. All fail if one does, so put doubtful ones in a read of their own. */
export function read<K extends MBeanKey>(mbean: K, ...attributes: readonly AttributeOf<K>[]): JolokiaRequest {
  return { type: 'read', mbean: nameOf(mbean), attribute: attributes };
}

/** A read of one attribute whose values are not serialized beyond one level: they come as Java's `toString()`. */
export function readShallow<K extends MBeanKey>(mbean: K, attribute: AttributeOf<K>): JolokiaRequest {
  return { type: 'read', mbean: nameOf(mbean), attribute, config: { maxDepth: 1 } };
}

/** A call of an operation. */
export function exec<K extends MBeanKey>(mbean: K, operation: OperationOf<K>, ...args: readonly unknown[]): JolokiaRequest {
  return { type: 'exec', mbean: nameOf(mbean), operation, arguments: args };
}

/** Keys of an MBean that stands once for each of something, such as a table. */
export type ObjectKeys = Readonly<Record<string, string>>;

/** A read of one attribute of the metric of a table, which `metric-mbeans.ts` allows. */
export function readTableMetric(keys: ObjectKeys, attribute: 'Count' | 'Value'): JolokiaRequest {
  return { type: 'read', mbean: withKeys('org.apache.cassandra.metrics:type=Table,*', keys), attribute: [attribute] };
}

/** As {@link exec}, of the MBean with these keys. */
export function execOf<K extends MBeanKey>(
  mbean: K,
  keys: ObjectKeys,
  operation: OperationOf<K>,
  ...args: readonly unknown[]
): JolokiaRequest {
  return { type: 'exec', mbean: nameOf(mbean, keys), operation, arguments: args };
}

function nameOf(mbean: MBeanKey, keys: ObjectKeys = {}): string {
  const use: MBeanUse = mbeans[mbean];
  return withKeys(use.name, keys);
}

/** @throws OpsError `INVALID_ARGUMENT` for a key that is no name: it could be a pattern, or bring keys of its own */
function withKeys(pattern: string, keys: ObjectKeys): string {
  const unfit = Object.values(keys).find((value) => !/^\w+$/.test(value));
  if (unfit !== undefined) throw errors.INVALID_ARGUMENT({ message: `${JSON.stringify(unfit)} is not the name of a keyspace or a table` });
  const written = Object.entries(keys).map(([key, value]) => `${key}=${value}`);
  return pattern.replace('*', written.join(','));
}

/**
 * Reads the body of an answer to a bulk POST.
 *
 * @param body the parsed JSON
 * @param count how many requests were made
 * @returns undefined when it is not a bulk answer to that many requests
 */
export function parseBulkAnswer(body: unknown, count: number): readonly JolokiaAnswer[] | undefined {
  if (!Array.isArray(body) || body.length !== count) return undefined;
  const answers = body.map((entry: unknown) => parseAnswer(entry));
  return answers.includes(undefined) ? undefined : (answers as readonly JolokiaAnswer[]);
}

function parseAnswer(entry: unknown): JolokiaAnswer | undefined {
  if (!isObject(entry) || typeof entry['status'] !== 'number') return undefined;
  if (entry['status'] === 200) return { ok: true, value: entry['value'] };
  return {
    ok: false,
    status: entry['status'],
    errorType: typeof entry['error_type'] === 'string' ? entry['error_type'] : '',
    message: typeof entry['error'] === 'string' ? entry['error'] : '',
  };
}

/** Whether something is a JSON object. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The error for an answer that has not the shape it must have. */
export function malformed(node: string, what: string, cause?: unknown): OpsError {
  return nodeControlErrors.NODE_CONTROL_MALFORMED({
    message: `The control endpoint of ${node} gave an answer that cannot be used: ${what}`,
    cause,
  });
}
