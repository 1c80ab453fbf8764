import {
  bashCompletion,
  type CommandSpec,
  type CompletionNode,
  completionNodes,
  describeProgram,
  fishCompletion,
  zshCompletion,
} from '@ringside/cli-kit';
import { errors, nearest, type OpsError } from '@ringside/core';
import { wholeProgram } from '../program/whole-program.ts';

const SHELLS: Readonly<Record<string, (nodes: readonly CompletionNode[]) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
};

/** `ringside completion`: scripts made from the same data as the help. */
export const command: CommandSpec = {
  description: 'Prints a script that completes commands, options and their values in your shell.',
  operands: [{ name: 'shell', doc: 'bash, zsh or fish', required: true }],
  examples: [
    { command: 'source <(ringside completion bash)', doc: 'for this shell; put the line in ~/.bashrc to keep it' },
    { command: 'source <(ringside completion zsh)', doc: 'the same in ~/.zshrc' },
    { command: 'ringside completion fish > ~/.config/fish/completions/ringside.fish', doc: 'fish loads it by itself' },
  ],
  async run(context, { operands }) {
    const shell = operands['shell']?.[0] ?? '';
    const render = Object.hasOwn(SHELLS, shell) ? SHELLS[shell] : undefined;
    if (render === undefined) throw unknownShell(shell);
    const script = render(completionNodes(await describeProgram(await wholeProgram())));
    context.print({ shell, script }, (result) => result.script);
  },
};

function unknownShell(shell: string): OpsError {
  const guess = nearest(shell, Object.keys(SHELLS));
  return errors.INVALID_ARGUMENT({
    message: `There is no completion for "${shell}"`,
    remedy: guess === undefined ? 'Use bash, zsh or fish.' : `Did you mean ${guess}?`,
  });
}
