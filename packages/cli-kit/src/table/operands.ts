import type { Operand, OperandSpec } from './operand.ts';
import { complete } from './record.ts';

/** Operands in the order of the command line, by the name under which a command gets each, and under which the help has it. */
export type OperandTable<Operands> = { readonly [Name in keyof Operands]: Operand<Operands[Name]> };

/** What a command with this table of operands gets. */
export type OperandsOf<Table> = { readonly [Name in keyof Table]: Table[Name] extends Operand<infer Value> ? Value : never };

/** The operands of a table as data. */
export function operandSpecs<Operands extends object>(table: OperandTable<Operands> | undefined): readonly OperandSpec[] {
  const specs: OperandSpec[] = [];
  if (table !== undefined) for (const name in table) specs.push({ name, ...table[name].spec });
  return specs;
}

/**
 * Reads the words of a command line that are no options.
 *
 * @throws OpsError `INVALID_ARGUMENT` naming the operand
 */
export function readOperands<Operands extends object>(table: OperandTable<Operands> | undefined, words: readonly string[]): Operands {
  const values: Partial<Operands> = {};
  let at = 0;
  if (table !== undefined)
    for (const name in table) {
      const operand = table[name];
      values[name] = operand.read(words.slice(at, operand.spec.variadic === true ? undefined : at + 1), name);
      at += 1;
    }
  return complete(values, table);
}
