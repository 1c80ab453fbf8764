import type { KeyspaceName, NewSnapshotTag, TableName } from '@ringside/model';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { runLine } from '../testing.ts';
import type { CliProgram } from '../program/catalogue-entry.ts';
import { type CommandInput, type CommandSpec, defineChange, defineCommand } from './command.ts';
import { keyspaceName, newSnapshotTag, tableName } from './named-types.ts';
import { operand, operandList, optionalOperand, optionalOperands } from './operand.ts';
import type { OperandsOf, OperandTable } from './operands.ts';
import { flag, option, optionWithDefault, optionWithSource, repeatedOption, type Sourced } from './option.ts';
import type { OptionsOf } from './options.ts';
import { bytes, choice, duration, integer, parsed, text } from './value-type.ts';

const OPTIONS = {
  fresh: flag('--fresh', 'Start over'),
  docs: flag('--no-docs', 'No documentation'),
  nodes: option('-n, --nodes <count>', integer({ atLeast: 1 }), 'How many nodes'),
  lines: optionWithDefault('--lines <count>', integer(), 50, 'How many lines'),
  heapBytes: option('--memory <size>', bytes(), 'Java heap'),
  waitMs: option('--wait <duration>', duration(), 'How long'),
  level: option('--level <level>', choice(['INFO', 'WARN'], { anyCase: true }), 'What to log'),
  keyspace: option('-k, --keyspace <name>', keyspaceName, 'Only this keyspace', { env: 'TEST_KEYSPACE' }),
  tags: repeatedOption('--tag <name>', newSnapshotTag, 'Each of these'),
  tokenFile: optionWithSource('--token <file>', text, 'A token', { env: 'TEST_TOKEN' }),
  on: option(
    '--on <date>',
    parsed((word) => new Date(word)),
    'A day',
  ),
};

interface Options {
  readonly fresh: boolean;
  readonly docs: boolean;
  readonly nodes: number | undefined;
  readonly lines: number;
  readonly heapBytes: number | undefined;
  readonly waitMs: number | undefined;
  readonly level: 'INFO' | 'WARN' | undefined;
  readonly keyspace: KeyspaceName | undefined;
  readonly tags: readonly NewSnapshotTag[];
  readonly tokenFile: Sourced<string> | undefined;
  readonly on: Date | undefined;
}

/** Runs one line of a command, and hands out what the command got. */
async function inputOf(define: (got: (input: unknown) => Promise<void>) => CommandSpec, line: string, env = {}): Promise<unknown> {
  const inputs: unknown[] = [];
  const spec = define(async (input) => void inputs.push(input));
  const commands = [{ name: 'it', summary: 'It', group: 'Tests', load: () => Promise.resolve(spec) }];
  const program: CliProgram = { description: 'A program.', commands, examples: [] };
  const { err } = await runLine(program, ['it', ...line.split(' ').filter((word) => word !== '')], { env });
  return inputs.length === 1 ? inputs[0] : err;
}

const withOptions = async (line: string, env = {}): Promise<unknown> =>
  inputOf((got) => defineCommand({ description: '', options: OPTIONS, examples: [], run: (_, { options }) => got(options) }), line, env);

const ABSENT = {
  fresh: false,
  docs: true,
  nodes: undefined,
  lines: 50,
  heapBytes: undefined,
  waitMs: undefined,
  level: undefined,
  keyspace: undefined,
  tags: [],
  tokenFile: undefined,
  on: undefined,
};

describe('the options of a command', () => {
  it('are of the types that its table says, and of no others', () => {
    expectTypeOf<OptionsOf<typeof OPTIONS>>().toEqualTypeOf<Options>();
    defineCommand({
      description: '',
      options: OPTIONS,
      examples: [],
      async run(_, { options, operands }) {
        expectTypeOf(options).toEqualTypeOf<Options>();
        // @ts-expect-error -- no option of the table has this name
        expect(options.node).toBeUndefined();
        // @ts-expect-error -- it may be absent
        expectTypeOf(options.nodes).toEqualTypeOf<number>();
        // @ts-expect-error -- no command changes its options
        options.lines = 3;
        // @ts-expect-error -- only a command that changes something has it
        expect(options.dryRun).toBeUndefined();
        // @ts-expect-error -- it has no operands
        expect(operands.node).toBeUndefined();
      },
    });
    expect(OPTIONS.lines.absent).toBe(50);
  });

  it('include --dry-run where the command changes something', async () => {
    const change = (got: (input: unknown) => Promise<void>): CommandSpec =>
      defineChange({
        description: '',
        options: { fresh: OPTIONS.fresh },
        examples: [],
        async run(_, { options }) {
          expectTypeOf(options).toExtend<{ readonly fresh: boolean; readonly dryRun: boolean }>();
          // @ts-expect-error -- no option of the table has this name
          expect(options.dryrun).toBeUndefined();
          await got(options);
        },
      });
    expect(await inputOf(change, '--dry-run')).toEqual({ fresh: false, dryRun: true });
    expect(await inputOf(change, '--fresh')).toEqual({ fresh: true, dryRun: false });
    expect(change(() => Promise.resolve())).toMatchObject({ changes: true, options: [{ flags: '--fresh' }, { flags: '--dry-run' }] });
  });

  it('are all there, each with a value, whatever the command line says', async () => {
    expect(await withOptions('')).toStrictEqual(ABSENT);
    expect(await withOptions('--fresh')).toStrictEqual({ ...ABSENT, fresh: true });
  });

  it.each([
    ['--no-docs', { docs: false }],
    ['-n 3', { nodes: 3 }],
    ['--nodes=3 -n 4', { nodes: 4 }],
    ['--lines 7', { lines: 7 }],
    ['--memory 1MiB', { heapBytes: 2 ** 20 }],
    ['--wait 2s', { waitMs: 2000 }],
    ['--level warn', { level: 'WARN' }],
    ['-k "MixKs"', { keyspace: 'MixKs' }],
    ['--tag a --tag b', { tags: ['a', 'b'] }],
    ['--token t', { tokenFile: { value: 't', isFromEnvironment: false } }],
    ['--on 2026-01-02', { on: new Date('2026-01-02') }],
  ])('%s gives %j', async (line, expected) => {
    expect(await withOptions(line)).toStrictEqual({ ...ABSENT, ...expected });
  });

  it('come from the environment where they are not typed; an empty variable counts as unset', async () => {
    const env = { TEST_KEYSPACE: 'orders', TEST_TOKEN: 't' };
    const tokenFile = { value: 't', isFromEnvironment: true };
    expect(await withOptions('', env)).toStrictEqual({ ...ABSENT, keyspace: 'orders', tokenFile });
    const typed = { keyspace: 'other', tokenFile: { value: 'u', isFromEnvironment: false } };
    expect(await withOptions('-k other --token u', env)).toStrictEqual({ ...ABSENT, ...typed });
    expect(await withOptions('', { TEST_KEYSPACE: '', TEST_TOKEN: '' })).toStrictEqual(ABSENT);
  });

  it.each([
    ['--nodes 0', {}, '--nodes must be at least 1, not "0"'],
    ['--nodes three', {}, '--nodes must be a whole number, not "three"'],
    ['--nodes=', {}, '--nodes must not be empty, not ""'],
    ['--level loud', {}, 'Allowed choices are INFO, WARN.'],
    ['--keyspace a.b', {}, '--keyspace must be a name of at most 48 letters'],
    ['', { TEST_KEYSPACE: 'a.b' }, 'TEST_KEYSPACE must be a name of at most 48 letters'],
    ['', { TEST_TOKEN: ' ' }, 'TEST_TOKEN must not be empty'],
  ])('%s with %j is refused before the command runs', async (line, env, message) => {
    expect(await withOptions(line, env)).toContain(message);
  });
});

const OPERANDS = { keyspace: operand(keyspaceName, 'The keyspace'), table: optionalOperand(tableName, 'Only this table') };
const LISTS = { first: operand(text, 'The first'), rest: optionalOperands(integer(), 'Numbers') };
const MANY = { node: operandList(text, 'Nodes') };

describe('the operands of a command', () => {
  it('are of the types that its table says', () => {
    expectTypeOf<OperandsOf<typeof OPERANDS>>().toEqualTypeOf<{
      readonly keyspace: KeyspaceName;
      readonly table: TableName | undefined;
    }>();
    expectTypeOf<OperandsOf<typeof LISTS>>().toEqualTypeOf<{ readonly first: string; readonly rest: readonly number[] }>();
    defineCommand({
      description: '',
      operands: OPERANDS,
      examples: [],
      async run(_, { operands }) {
        expectTypeOf(operands).toEqualTypeOf<OperandsOf<typeof OPERANDS>>();
        // @ts-expect-error -- no operand of the table has this name
        expect(operands.keyspaces).toBeUndefined();
      },
    });
    expect(OPERANDS.keyspace.spec).toEqual({ doc: 'The keyspace', required: true, type: 'keyspace' });
  });

  it.each([
    [OPERANDS, '"MixKs"', { keyspace: 'MixKs', table: undefined }],
    [OPERANDS, 'k "AbC"', { keyspace: 'k', table: 'AbC' }],
    [LISTS, 'a', { first: 'a', rest: [] }],
    [LISTS, 'a 1 2', { first: 'a', rest: [1, 2] }],
    [MANY, 'node1 node2', { node: ['node1', 'node2'] }],
  ])('%j reads %s as %j', async (table: OperandTable<object>, line, expected) => {
    const define = (got: (input: unknown) => Promise<void>): CommandSpec =>
      defineCommand({ description: '', operands: table, examples: [], run: (_, { operands }) => got(operands) });
    expect(await inputOf(define, line)).toStrictEqual(expected);
  });

  it.each([
    [OPERANDS, '', "Missing required argument 'keyspace'"],
    [OPERANDS, 'a.b', 'keyspace must be a name of at most 48 letters'],
    [LISTS, 'a 1 b', 'rest must be a whole number, not "b"'],
    [MANY, '', "Missing required argument 'node'"],
  ])('%j refuses %s', async (table: OperandTable<object>, line, message) => {
    const define = (got: (input: unknown) => Promise<void>): CommandSpec =>
      defineCommand({ description: '', operands: table, examples: [], run: (_, { operands }) => got(operands) });
    expect(await inputOf(define, line)).toContain(message);
  });
});

it('a function that needs more than the tables say is not the run of a command', () => {
  const needsNodes = async (_: unknown, { options }: CommandInput<{ nodes: number }, object>): Promise<number> => options.nodes;
  // @ts-expect-error -- no table of options
  expect(defineCommand({ description: '', examples: [], run: needsNodes })).toMatchObject({ options: [] });
  // @ts-expect-error -- the option may be absent
  expect(defineCommand({ description: '', options: { nodes: OPTIONS.nodes }, examples: [], run: needsNodes }).changes).toBe(false);
  // @ts-expect-error -- the option is no number
  expect(defineCommand({ description: '', options: { nodes: OPTIONS.fresh }, examples: [], run: needsNodes }).changes).toBe(false);
  const spec = defineCommand({ description: '', options: { nodes: OPTIONS.lines }, examples: [], run: needsNodes });
  expect(spec.options).toEqual([{ flags: '--lines <count>', type: 'integer', doc: 'How many lines', defaultText: '50' }]);
});
