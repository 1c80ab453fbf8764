import {
  bashCompletion,
  type CliProgram,
  type CommandSpec,
  type CompletionNode,
  completionNodes,
  defineCommand,
  describeProgram,
  fishCompletion,
  operand,
  parsed,
  zshCompletion,
} from '@ringside/cli-kit';
import { errors, nearest, type OpsError } from '@ringside/core';

const SHELLS: ReadonlyMap<string, (nodes: readonly CompletionNode[]) => string> = new Map([
  ['bash', bashCompletion],
  ['zsh', zshCompletion],
  ['fish', fishCompletion],
]);

const SHELL = parsed((name) => {
  const render = SHELLS.get(name);
  if (render === undefined) throw unknownShell(name);
  return { name, render };
});

/**
 * `ringside completion`: scripts made from the same data as the help.
 *
 * @param findProgram gives the commands to complete, this one among them
 */
export function completionOf(findProgram: () => Promise<CliProgram>): CommandSpec {
  return defineCommand({
    description: 'Prints a script that completes commands, options and their values in your shell.',
    operands: { shell: operand(SHELL, 'bash, zsh or fish') },
    examples: [
      { command: 'source <(ringside completion bash)', doc: 'for this shell; put the line in ~/.bashrc to keep it' },
      { command: 'source <(ringside completion zsh)', doc: 'the same in ~/.zshrc' },
      { command: 'ringside completion fish > ~/.config/fish/completions/ringside.fish', doc: 'fish loads it by itself' },
    ],
    async run(context, { operands }) {
      const { name, render } = operands.shell;
      const script = render(completionNodes(await describeProgram(await findProgram())));
      context.print({ shell: name, script }, (result) => result.script);
    },
  });
}

function unknownShell(shell: string): OpsError {
  const guess = nearest(shell, [...SHELLS.keys()]);
  return errors.INVALID_ARGUMENT({
    message: `There is no completion for "${shell}"`,
    remedy: guess === undefined ? 'Use bash, zsh or fish.' : `Did you mean ${guess}?`,
  });
}
