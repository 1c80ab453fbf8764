import { describeCli, type CliDescription, type CommandDescription } from '@ringside/cli/describe';
import { groupBy } from './group-by.ts';
import { code, fence, page, prose, table } from './markdown.ts';

const source = 'packages/cli/src/describe.ts';

type Option = CommandDescription['options'][number];

function optionRow(option: Option): readonly string[] {
  const choices = option.choices === undefined ? '' : ` One of ${option.choices.map((choice) => code(choice)).join(', ')}.`;
  return [
    code(option.flags),
    `${prose(option.doc)}.${choices}`,
    option.type === 'flag' ? '–' : option.type,
    option.defaultText === undefined ? '–' : prose(option.defaultText),
    option.env === undefined ? '–' : code(option.env),
  ];
}

function optionsTable(options: readonly Option[]): string {
  return table(['option', 'meaning', 'takes', 'without it', 'environment'], options.map(optionRow));
}

function usage(command: CommandDescription): string {
  const operands = command.operands.map((operand) => {
    const name = operand.variadic === true ? `${operand.name}...` : operand.name;
    return operand.required === true ? `<${name}>` : `[${name}]`;
  });
  return [command.path, ...(command.options.length > 0 ? ['[options]'] : []), ...operands].join(' ');
}

function operandList(command: CommandDescription): readonly string[] {
  return command.operands.length === 0
    ? []
    : [
        table(
          ['operand', 'meaning'],
          command.operands.map(({ name, doc }) => [code(name), prose(doc)]),
        ),
      ];
}

function examples(command: Pick<CommandDescription, 'examples'>): readonly string[] {
  if (command.examples.length === 0) return [];
  return [fence('bash', command.examples.map(({ command: line, doc }) => `# ${doc}\n${line}`).join('\n\n'))];
}

function heading(command: CommandDescription): string {
  const words = command.path.split(' ');
  return `${'#'.repeat(Math.min(words.length + 1, 4))} ${words.slice(1).join(' ')}`;
}

/** A command of its own, or a group whose text is that of its commands. */
function section(command: CommandDescription): string {
  const isGroup = command.subcommands.length > 0;
  return [
    heading(command),
    prose(command.description),
    ...(isGroup ? [] : [fence('text', usage(command))]),
    ...operandList(command),
    ...(command.options.length === 0 ? [] : [optionsTable(command.options)]),
    ...examples(command),
    ...command.subcommands.map(section),
  ].join('\n\n');
}

function overview(cli: CliDescription): string {
  const groups = groupBy(cli.commands, (command) => command.group);
  const rows = [...groups].flatMap(([group, commands]) =>
    commands.map((command) => [prose(group), `[\`${command.path}\`](#${command.name})`, prose(command.summary)]),
  );
  return table(['for', 'command', 'what it does'], rows);
}

/** The command reference, from the specifications that the program's own help is made of. */
export async function cliPage(): Promise<string> {
  const cli = await describeCli();
  return page(
    { title: 'Commands', description: 'Every command of `ringside`: operands, options, examples.', source, sidebarLabel: 'Commands' },
    [
      'Commands speak to the sidecars of a ring over HTTP. Every one takes `--json` and prints one JSON value then. The exit code is 0 when it did what it says, else the one of the [error](../errors/index.md#by-exit-code).',
      overview(cli),
      '## Options of every command',
      optionsTable(cli.globalOptions),
      ...cli.commands.map(section),
    ],
  );
}
