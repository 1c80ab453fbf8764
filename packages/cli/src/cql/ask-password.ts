import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import type { CliIo } from '@ringside/cli-kit';
import { errors } from '@ringside/core';

/** Asks for a password on the terminal without showing what is typed; `undefined` where standard input is no terminal. */
export function passwordPrompt(io: CliIo): ((username: string) => Promise<string>) | undefined {
  const input = io.input?.();
  if (input?.isTTY !== true) return undefined;
  return async (username) => {
    const silence = new Writable({ write: (_chunk, _encoding, done) => done() });
    // It silences the terminal, so before anybody is told to type.
    const lines = createInterface({ input, output: silence, terminal: true, historySize: 0 });
    io.err(`Password for ${username}: `);
    try {
      return await new Promise<string>((resolve, reject) => {
        const stop = (): void =>
          reject(
            errors.ABORTED({
              message: 'No password was given; nothing was run',
              remedy: 'Run it again and type the password, or use --credentials.',
            }),
          );
        lines.once('line', resolve).once('SIGINT', stop).once('close', stop);
      });
    } finally {
      lines.close();
      io.err('\n');
    }
  };
}
