import { defineCommand, renderTable } from '@ringside/cli-kit';
import { FILE_OPTION, readTokens, shown, tokensPath } from './tokens.ts';

/** `ringside access list`: who has a token. */
export const command = defineCommand({
  description: 'Lists whose tokens are in a file, what each allows, and until when. The tokens themselves are not in it.',
  options: { file: FILE_OPTION },
  examples: [
    { command: 'ringside access list --file tokens', doc: 'who may ask the sidecars' },
    { command: 'RINGSIDE_TOKENS_FILE=tokens ringside access list --json', doc: 'the same, for a program' },
  ],
  async run(context, { options }) {
    const entries = await readTokens(tokensPath(context, options.file));
    const nowMs = context.clock.nowMs();
    const callers = entries.map((entry) => Object.assign(shown(entry), { expired: (entry.expiresMs ?? Infinity) <= nowMs }));
    context.print(callers, () => {
      if (callers.length === 0) return 'Nobody has a token.\n';
      const rows = callers.map(({ name, roles, expiresAt, expired }) => [
        name,
        roles.join(', '),
        expiresAt === null ? 'never' : expired ? `${expiresAt} (expired)` : expiresAt,
      ]);
      return renderTable([{ heading: 'Name' }, { heading: 'Roles' }, { heading: 'Expires' }], rows, context.style);
    });
  },
});
