import { isIP } from 'node:net';
import { errors, type OpsError } from '@ringside/core';
import type { CqlOptions } from './options.ts';

/** The operands of `ringside cql`. */
export interface CqlOperands {
  /** A file, or a host. */
  readonly file: string | undefined;
  readonly port: number | undefined;
}

/**
 * Tells a file from a host. `ringside cql FILE` runs a file; `ringside cql HOST PORT`, and `HOST` beside `-e` or `-f`, are as in cqlsh;
 * so is an IP address or `localhost` alone.
 *
 * @returns what is to be run, and where
 * @throws OpsError `INVALID_ARGUMENT`
 */
export function readInvocation({ file: first, port }: CqlOperands, options: CqlOptions): CqlOptions {
  if (first === undefined) return checked(options);
  const isHost = port !== undefined || options.file !== undefined || isIP(first) !== 0 || first === 'localhost';
  if (!isHost && options.execute === undefined) return checked({ ...options, file: first });
  if (!isHost && /[./]/.test(first)) throw refusal('A file and --execute cannot be run at once', 'Give one of them.');
  if (options.host !== undefined) throw refusal(`--host and the operand ${first} both name the host`, 'Give one of them.');
  if (port !== undefined && options.port !== undefined)
    throw refusal('--port and the second operand both name the port', 'Give one of them.');
  return checked({ ...options, host: first, port: port ?? options.port });
}

function checked(invocation: CqlOptions): CqlOptions {
  const { file, execute, host, node } = invocation;
  if (file !== undefined && execute !== undefined) throw refusal('A file and --execute cannot be run at once', 'Give one of them.');
  if (host !== undefined && node !== undefined) throw refusal('--node is of the local ring, --host is not', 'Give one of them.');
  return invocation;
}

function refusal(message: string, remedy: string): OpsError {
  return errors.INVALID_ARGUMENT({ message, remedy });
}
