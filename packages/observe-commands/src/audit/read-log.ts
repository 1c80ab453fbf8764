import { resolve } from 'node:path';
import { type CommandContext, type Operand, operand, text } from '@ringside/cli-kit';
import { errors } from '@ringside/core';

/** The log, of every command of this group. */
export const LOG_OPERAND: Operand<string> = operand(text, 'The audit log: audit.file of the sidecar; older parts beside it are read too');

/** Reads a log; what the system says of a file that cannot be read becomes an error of ours. */
export async function readLog<Result>({ io }: CommandContext, file: string, read: (path: string) => Promise<Result>): Promise<Result> {
  const path = resolve(io.workingDirectory, file);
  return read(path).catch((cause: unknown) => {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'EACCES')
      throw errors.PERMISSION_DENIED({
        message: `${path} may not be read by this user`,
        remedy: 'Run it as the user of the sidecar.',
        cause,
      });
    if (code === undefined) throw cause;
    throw errors.NOT_FOUND({
      message: `${path} cannot be read (${code})`,
      remedy: 'Check its name: it is audit.file of the sidecar.',
      cause,
    });
  });
}
