import { makeToken, ROLES } from '@ringside/access';
import { choice, defineCommand, integer, option, repeatedOption, text } from '@ringside/cli-kit';
import { errors } from '@ringside/core';
import { changeTokens, FILE_OPTION, NAME_OPERAND, shown, tokensPath } from './tokens.ts';

const DAY_MS = 86_400_000;

/** `ringside access add`: a token for somebody. */
export const command = defineCommand({
  description: `Makes a token of 256 random bits for a caller of the sidecars, and prints it: it is shown this once, and the file keeps only its hash. A viewer may read, an operator also
take and delete snapshots, drain, and switch gossip, CQL and log levels; an admin may do everything. Sidecars that use the file take the token within a second.`,
  operands: { name: NAME_OPERAND },
  options: {
    roles: repeatedOption('--role <role>', choice(ROLES), 'What the token allows', { defaultText: 'viewer' }),
    ownRoles: repeatedOption(
      '--own-role <role>',
      text,
      'A role of authorization.roles; a sidecar that has no such role gives it no rights',
    ),
    days: option('--days <count>', integer({ atLeast: 1, atMost: 3_650 }), 'After how many days it expires', { defaultText: 'never' }),
    file: FILE_OPTION,
  },
  examples: [
    {
      command: '(umask 077; ringside access add alice --role operator --file tokens > alice.token)',
      doc: 'into a file that only you can read',
    },
    { command: 'ringside access add grafana --days 90 --file tokens', doc: 'a viewer, for three months' },
  ],
  async run(context, { operands: { name }, options: { roles, ownRoles, days, file } }) {
    const path = tokensPath(context, file);
    const given = [...new Set([...roles, ...ownRoles])];
    const named = given.length === 0 ? ['viewer'] : given;
    const expiresMs = days === undefined ? undefined : context.clock.nowMs() + days * DAY_MS;
    const { token, entry } = makeToken(name, named, expiresMs);
    await changeTokens(context, path, (entries) => {
      if (entries.every((each) => each.name !== name)) return [...entries, entry];
      throw errors.INVALID_ARGUMENT({
        message: `${name} has a token already`,
        remedy: `Remove it first: ringside access remove ${name} --file ${path}`,
      });
    });
    context.print({ ...shown(entry), token }, () => `${token}\n`);
    context.note(`The token of ${name} (${named.join(', ')}). It is shown only now.`);
  },
});
