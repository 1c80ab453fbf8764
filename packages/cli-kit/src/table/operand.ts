import { errors } from '@ringside/core';
import type { ValueType, ValueTypeName } from './value-type.ts';

/** One operand as data, for help and reference. */
export interface OperandSpec {
  /** As the help shows it in `<…>`, and as messages name it. */
  readonly name: string;
  /** What to give, in a few words. */
  readonly doc: string;
  /** True when the command refuses to run without it. Default: false. */
  readonly required?: boolean;
  /** For what is more than text. */
  readonly type?: ValueTypeName;
  /** True when it takes every operand that is left. */
  readonly variadic?: boolean;
}

/** One operand: what is told of it, and how the words that are left for it become the value that a command gets. */
export interface Operand<Value> {
  /** What help and reference say about it; its name is the key in the table. */
  readonly spec: Omit<OperandSpec, 'name'>;
  /**
   * Reads the words for it: at most one where it is not variadic.
   *
   * @throws OpsError `INVALID_ARGUMENT`
   */
  read(words: readonly string[], name: string): Value;
}

/**
 * An operand that must be there.
 *
 * @param doc what it is, in a few words for the help
 *
 * @example
 * operands: { keyspace: operand(keyspaceName, 'The keyspace') }
 */
export function operand<Value>(type: ValueType<Value>, doc: string): Operand<Value> {
  return {
    spec: { doc, required: true, ...typeOf(type) },
    read([word], name) {
      if (word === undefined) throw errors.INVALID_ARGUMENT({ message: `Missing required argument '${name}'` });
      return type.read(word, name);
    },
  };
}

/**
 * An operand that may be left out, and is `undefined` then.
 *
 * @param doc what it is, in a few words for the help
 *
 * @example
 * operands: { keyspace: operand(keyspaceName, 'The keyspace'), table: optionalOperand(tableName, 'Only this table') }
 */
export function optionalOperand<Value>(type: ValueType<Value>, doc: string): Operand<Value | undefined> {
  return {
    spec: { doc, ...typeOf(type) },
    read: ([word], name) => (word === undefined ? undefined : type.read(word, name)),
  };
}

/**
 * All operands that are left, at least one.
 *
 * @param doc what they are, in a few words for the help
 *
 * @example
 * operands: { nodes: operandList(text, 'Names (node2) or addresses') }
 */
export function operandList<Value>(type: ValueType<Value>, doc: string): Operand<readonly Value[]> {
  const any = optionalOperands(type, doc);
  return { ...any, spec: { ...any.spec, required: true } };
}

/**
 * All operands that are left, if any.
 *
 * @param doc what they are, in a few words for the help
 *
 * @example
 * operands: { words: optionalOperands(text, 'A command of nodetool with its options') }
 */
export function optionalOperands<Value>(type: ValueType<Value>, doc: string): Operand<readonly Value[]> {
  return {
    spec: { doc, variadic: true, ...typeOf(type) },
    read: (words, name) => words.map((word) => type.read(word, name)),
  };
}

function typeOf<Value>({ name }: ValueType<Value>): Pick<OperandSpec, 'type'> {
  return name === 'string' ? {} : { type: name };
}
