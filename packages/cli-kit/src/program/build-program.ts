import { nearest } from '@ringside/core';
import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import type { CatalogueEntry, CliProgram } from './catalogue-entry.ts';
import { type CommandSpec, type ExampleSpec, type OptionSpec, optionsOf } from './command-spec.ts';
import { GLOBAL_OPTIONS, type GlobalOptions } from './global-options.ts';
import { readOptionValue, takesValue } from './option-value.ts';
import { readNamed } from './read-named.ts';

/** Does a parsed command; resolves when it is done. */
export type CommandRunner = (
  spec: CommandSpec<never>,
  operands: Record<string, readonly string[]>,
  options: GlobalOptions,
) => Promise<void>;

/** Where commander writes help; errors are thrown, never written. */
export interface ProgramOutput {
  readonly out: (text: string) => void;
  readonly columns: () => number;
  readonly coloured: boolean;
}

/**
 * Builds the commander program from the catalogue. A command's specification is loaded only when the command is the one that was
 * typed, by commander's `preSubcommand` hook.
 *
 * @returns the root command; its `parseAsync` rejects with commander's error, or with what the command threw
 */
export function buildProgram(cli: CliProgram, output: ProgramOutput, runner: CommandRunner): Command {
  const program = new Command('ringside');
  program
    .usage('<command> [options]')
    .description(cli.description)
    .helpCommand(false)
    .helpOption('-h, --help', 'Show help')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => output.out(text),
      writeErr: (text) => output.out(text),
      outputError: () => undefined,
      getOutHelpWidth: () => Math.min(output.columns(), 120),
      getOutHasColors: () => output.coloured,
    })
    .configureHelp({
      showGlobalOptions: true,
      sortSubcommands: false,
      styleTitle: (text) => (output.coloured ? `\u001B[1m${text}\u001B[22m` : text),
    });
  for (const option of GLOBAL_OPTIONS) program.addOption(toOption(option));
  addEntries(program, cli.commands, runner);
  program.addHelpText('after', examplesText(cli.examples));
  return program;
}

function addEntries(parent: Command, entries: readonly CatalogueEntry[], runner: CommandRunner): void {
  for (const entry of entries) {
    const command = parent
      .command(entry.name, { hidden: entry.hidden === true })
      .summary(entry.summary)
      .helpCommand(false);
    if (entry.group !== '') command.helpGroup(`${entry.group}:`);
    if (entry.children !== undefined) {
      command.usage('<command> [options]').description(`${entry.summary}.`);
      addEntries(command, entry.children, runner);
    }
  }
  parent.hook('preSubcommand', async (_, command) => {
    const load = entries.find((entry) => entry.name === command.name())?.load;
    if (load !== undefined) fillCommand(command, await load(), runner);
  });
}

/** Gives a bare command its operands, options, help and action. */
function fillCommand(command: Command, spec: CommandSpec<never>, runner: CommandRunner): void {
  command.description(paragraphs(spec.description)).addHelpText('after', examplesText(spec.examples));
  for (const operand of spec.operands ?? []) {
    const name = operand.variadic === true ? `${operand.name}...` : operand.name;
    command.addArgument(new Argument(operand.required === true ? `<${name}>` : `[${name}]`, operand.doc));
  }
  for (const option of optionsOf(spec)) command.addOption(toOption(option));
  command.action(async () => {
    await runner(spec, operandsByName(spec, command.args), command.optsWithGlobals<GlobalOptions>());
  });
}

function operandsByName(spec: CommandSpec<never>, words: readonly string[]): Record<string, readonly string[]> {
  const byName: Record<string, readonly string[]> = {};
  for (const [index, operand] of (spec.operands ?? []).entries()) {
    const given = words.slice(index, operand.variadic === true ? undefined : index + 1);
    const { type } = operand;
    byName[operand.name] = type === undefined ? given : given.map((word) => readNamed(type, operand.name, word));
  }
  return byName;
}

function toOption(spec: OptionSpec): Option {
  const facts = [
    ...(spec.defaultText === undefined ? [] : [`default: ${spec.defaultText}`]),
    ...(spec.env === undefined ? [] : [`env: ${spec.env}`]),
  ];
  const option = new Option(spec.flags, facts.length === 0 ? spec.doc : `${spec.doc} (${facts.join('; ')})`);
  if (spec.choices !== undefined) addChoices(option, spec.choices, spec.anyCase === true);
  else if (takesValue(spec)) option.argParser((text: string) => readOptionValue(spec, text));
  return spec.hidden === true ? option.hideHelp() : option;
}

/** The message of commander lists all choices; a near miss is named as well. */
function addChoices(option: Option, choices: readonly string[], anyCase: boolean): void {
  option.choices(choices);
  const known = (text: string): string | undefined =>
    choices.find((choice) => choice === text || (anyCase && choice.toLowerCase() === text.toLowerCase()));
  option.argParser((text: string) => {
    const found = known(text);
    if (found !== undefined) return found;
    const guess = nearest(anyCase ? text.toUpperCase() : text, choices);
    const hint = guess === undefined ? '' : `\n(Did you mean ${guess}?)`;
    throw new InvalidArgumentError(`Allowed choices are ${choices.join(', ')}.${hint}`);
  });
}

/** A line break in a source is there for the source; the terminal has its own width. An empty line begins a paragraph. */
function paragraphs(text: string): string {
  return text.replaceAll(/(?<!\n)\n(?!\n)/g, ' ');
}

function examplesText(examples: readonly ExampleSpec[]): string {
  if (examples.length === 0) return '';
  const width = Math.max(...examples.map((example) => example.command.length));
  const lines = examples.map((example) => `  ${example.command.padEnd(width)}  # ${example.doc}`);
  return `\nExamples:\n${lines.join('\n')}\n`;
}
