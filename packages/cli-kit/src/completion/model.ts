import type { CliDescription, CommandDescription } from '../program/describe.ts';
import { longFlag, type OptionSpec, takesValue } from '../table/option.ts';

/** A word that may be completed, with what it means. */
export interface CompletionWord {
  /** As it is typed: `snapshot`, `--keyspace`. */
  readonly word: string;
  /** A few words; shells that show no descriptions leave them out. */
  readonly doc: string;
}

/** An option that may be completed, and the values it is known to take. */
export interface CompletionOption extends CompletionWord {
  /** False for a flag: what follows it is another word. */
  readonly takesValue: boolean;
  /** The values to offer; empty where any value will do. */
  readonly choices: readonly string[];
}

/** What may follow a command: `path` is empty for `ringside` itself, else `cluster kill`. */
export interface CompletionNode {
  /** The words before, without `ringside`; empty for `ringside` itself. */
  readonly path: string;
  /** The words that may come next; none for a command that is no group. */
  readonly commands: readonly CompletionWord[];
  /** The command's own options, then the global ones. */
  readonly options: readonly CompletionOption[];
}

/** Flattens the description of the command line into one node per place where something can be completed. */
export function completionNodes(cli: CliDescription): readonly CompletionNode[] {
  const everywhere = [...cli.globalOptions.map(toOption), { word: '--help', doc: 'Show help', takesValue: false, choices: [] }];
  const nodes: CompletionNode[] = [];
  const visit = (path: string, commands: readonly CommandDescription[], own: readonly OptionSpec[]): void => {
    nodes.push({
      path,
      commands: commands.map((command) => ({ word: command.name, doc: command.summary })),
      options: [...own.map(toOption), ...everywhere],
    });
    for (const command of commands) visit(`${path} ${command.name}`.trim(), command.subcommands, command.options);
  };
  visit('', cli.commands, []);
  return nodes;
}

function toOption(spec: OptionSpec): CompletionOption {
  return { word: longFlag(spec), doc: spec.doc, takesValue: takesValue(spec), choices: spec.choices ?? [] };
}
