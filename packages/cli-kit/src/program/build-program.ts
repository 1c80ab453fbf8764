import { Argument, Command, Option } from 'commander';
import type { CommandLine, CommandSpec, ExampleSpec } from '../table/command.ts';
import { type OptionSpec, takesValue } from '../table/option.ts';
import { type OpenOption, type OpenOptions, openOptions } from '../table/options.ts';
import type { CatalogueEntry, CliProgram } from './catalogue-entry.ts';
import { GLOBAL_OPTIONS, type GlobalOptions } from './global-options.ts';

/** A command line that was taken apart. */
export interface ParsedLine {
  /** The command that was typed, with its options taken. */
  readonly command: CommandLine;
  /** The operands as they were typed. */
  readonly words: readonly string[];
  /** The options that every command has, wherever they stood. */
  readonly global: OpenOptions<GlobalOptions>;
}

/** Does a parsed command; resolves when it is done. */
export type CommandRunner = (line: ParsedLine) => Promise<void>;

/** Where commander writes help; errors are thrown, never written. */
export interface ProgramOutput {
  /** Writes help as it is; errors never come this way. */
  readonly out: (text: string) => void;
  /** The width to wrap help at, in characters; more than 120 counts as 120. */
  readonly columns: () => number;
  /** Whether headings of the help are bold. */
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
  const global = openOptions<GlobalOptions>(GLOBAL_OPTIONS);
  addOptions(program, global.options);
  addEntries(program, cli.commands, async (command, words) => await runner({ command, words, global }));
  program.addHelpText('after', examplesText(cli.examples));
  return program;
}

/** What is done with a command line of one command. */
type Run = (command: CommandLine, words: readonly string[]) => Promise<void>;

function addEntries(parent: Command, entries: readonly CatalogueEntry[], run: Run): void {
  for (const entry of entries) {
    const command = parent
      .command(entry.name, { hidden: entry.hidden === true })
      .summary(entry.summary)
      .helpCommand(false);
    if (entry.group !== '') command.helpGroup(`${entry.group}:`);
    if (entry.children !== undefined) {
      command.usage('<command> [options]').description(`${entry.summary}.`);
      addEntries(command, entry.children, run);
    }
  }
  parent.hook('preSubcommand', async (_, command) => {
    const load = entries.find((entry) => entry.name === command.name())?.load;
    if (load !== undefined) fillCommand(command, await load(), run);
  });
}

/** Gives a bare command its operands, options, help and action. */
function fillCommand(command: Command, spec: CommandSpec, run: Run): void {
  command.description(paragraphs(spec.description)).addHelpText('after', examplesText(spec.examples));
  for (const operand of spec.operands) {
    const name = operand.variadic === true ? `${operand.name}...` : operand.name;
    command.addArgument(new Argument(operand.required === true ? `<${name}>` : `[${name}]`, operand.doc));
  }
  const line = spec.open();
  addOptions(command, line.options);
  command.action(async () => await run(line, command.args));
}

/** Hands what commander finds for each option to the table, which reads it; commander keeps no values. */
export function addOptions(command: Command, options: readonly OpenOption[]): void {
  for (const open of options) {
    const option = toOption(open.spec);
    if (takesValue(open.spec)) option.argParser((text: string) => open.take(text));
    else command.on(`option:${option.name()}`, () => open.take());
    command.addOption(option);
  }
}

function toOption(spec: OptionSpec): Option {
  const facts = [
    ...(spec.defaultText === undefined ? [] : [`default: ${spec.defaultText}`]),
    ...(spec.env === undefined ? [] : [`env: ${spec.env}`]),
  ];
  const option = new Option(spec.flags, facts.length === 0 ? spec.doc : `${spec.doc} (${facts.join('; ')})`);
  if (spec.choices !== undefined) option.choices(spec.choices);
  return spec.hidden === true ? option.hideHelp() : option;
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
