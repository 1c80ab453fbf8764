import { errors, isOpsError } from '@ringside/core';
import type { CommandCall } from './command-call.ts';
import { type Outcome, refused } from './outcome.ts';
import { nameOf, quotedText } from './words.ts';

/**
 * `LOGIN name ['password']`: the same coordinator, keyspace and settings with other credentials. The old session goes on when the node
 * refuses them. The message never holds the password.
 */
export async function login({ state, args }: CommandCall): Promise<Outcome | undefined> {
  const [who, secret] = args;
  const username = quotedText(who) ?? nameOf(who);
  const typed = quotedText(secret);
  if (username === undefined || args.length > 2 || (secret !== undefined && typed === undefined)) {
    return refused('Improper LOGIN command.', "LOGIN name 'password', the password between quotes; without it, a terminal asks for it.");
  }
  const password = typed ?? (await state.ports.askPassword?.(username));
  if (password === undefined) {
    return refused(
      'LOGIN needs a password here.',
      "Nobody can be asked for it here: write LOGIN name 'password', or connect as that role.",
    );
  }
  try {
    const session = await state.ports.login({ username, password }, state.session.keyspace);
    const before = state.session;
    state.session = session;
    await before.close();
    return { output: '' };
  } catch (error) {
    if (!isOpsError(error) || errors.ABORTED.is(error)) throw error;
    return { output: `${error.message}\n`, failure: error };
  }
}
