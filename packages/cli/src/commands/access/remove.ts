import { defineCommand } from '@ringside/cli-kit';
import { errors, nearest } from '@ringside/core';
import { changeTokens, FILE_OPTION, NAME_OPERAND, tokensPath } from './tokens.ts';

/** `ringside access remove`: a token counts no more. */
export const command = defineCommand({
  description:
    'Removes the token of a caller from a file. Sidecars that use the file refuse it within a second, also on connections that are open.',
  operands: { name: NAME_OPERAND },
  options: { file: FILE_OPTION },
  examples: [
    { command: 'ringside access remove alice --file tokens', doc: 'who has left' },
    { command: 'ringside access remove ci && ringside access add ci --role operator', doc: 'another token, with RINGSIDE_TOKENS_FILE set' },
  ],
  async run(context, { operands: { name }, options }) {
    await changeTokens(context, tokensPath(context, options.file), (entries) => {
      const left = entries.filter((entry) => entry.name !== name);
      if (left.length < entries.length) return left;
      const near = nearest(name, new Set(entries.map((entry) => entry.name)));
      throw errors.NOT_FOUND({
        message: `${name} has no token in this file`,
        remedy: near === undefined ? 'ringside access list shows who has one.' : `Did you mean ${near}?`,
      });
    });
    context.print({ removed: name }, () => `${name} has no token any more\n`);
  },
});
