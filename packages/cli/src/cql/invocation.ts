import { isIP } from 'node:net';
import { errors, type OpsError, parseDuration } from '@ringside/core';
import type { CqlOptions } from './options.ts';

/** What is to be run, and where, once the operands are told apart. */
export interface Invocation extends Omit<CqlOptions, 'requestTimeout' | 'connectTimeout'> {
  readonly requestTimeoutMs?: number | undefined;
  readonly connectTimeoutMs?: number | undefined;
}

/**
 * Tells a file from a host. `ringside cql FILE` runs a file; `ringside cql HOST PORT`, and `HOST` beside `-e` or `-f`, are as in cqlsh;
 * so is an IP address or `localhost` alone.
 *
 * @throws OpsError `INVALID_ARGUMENT`
 */
export function readInvocation(operands: readonly string[], options: CqlOptions): Invocation {
  const { requestTimeout, connectTimeout, ...rest } = options;
  const timeouts = {
    ...(requestTimeout !== undefined && { requestTimeoutMs: seconds('--request-timeout', requestTimeout) }),
    ...(connectTimeout !== undefined && { connectTimeoutMs: seconds('--connect-timeout', connectTimeout) }),
  };
  const [first, second] = operands;
  if (first === undefined) return checked({ ...rest, ...timeouts });
  const isHost = second !== undefined || options.file !== undefined || isIP(first) !== 0 || first === 'localhost';
  if (!isHost && options.execute === undefined) return checked({ ...rest, ...timeouts, file: first });
  if (!isHost && /[./]/.test(first)) throw refusal('A file and --execute cannot be run at once', 'Give one of them.');
  if (options.host !== undefined) throw refusal(`--host and the operand ${first} both name the host`, 'Give one of them.');
  if (second !== undefined && options.port !== undefined)
    throw refusal('--port and the second operand both name the port', 'Give one of them.');
  const port = second === undefined ? options.port : portOf(second);
  return checked({ ...rest, ...timeouts, host: first, ...(port !== undefined && { port }) });
}

function checked(invocation: Invocation): Invocation {
  const { file, execute, host, node } = invocation;
  if (file !== undefined && execute !== undefined) throw refusal('A file and --execute cannot be run at once', 'Give one of them.');
  if (host !== undefined && node !== undefined) throw refusal('--node is of the local ring, --host is not', 'Give one of them.');
  return invocation;
}

const MAX_PORT = 65_535;

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= MAX_PORT) return port;
  throw refusal(`${text} is not a port`, 'The operands are a file, or a host and its CQL port: ringside cql 10.0.0.7 9042.');
}

/** cqlsh takes seconds; every other duration of Ringside has its unit, and may have it here. */
function seconds(flag: string, text: string): number {
  if (/^\d+(?:\.\d+)?$/.test(text) && Number(text) > 0) return Number(text) * 1000;
  try {
    const milliseconds = parseDuration(text);
    if (milliseconds > 0) return milliseconds;
  } catch {
    // Refused below, as any other text.
  }
  throw refusal(`${flag} must be seconds or a duration such as 500ms, not "${text}"`, `For 30 seconds: ${flag} 30`);
}

function refusal(message: string, remedy: string): OpsError {
  return errors.INVALID_ARGUMENT({ message, remedy });
}
