import { resolve } from 'node:path';
import type { CommandContext } from '@ringside/cli-kit';
import { isOpsError, reworded } from '@ringside/core';
import { type CqlShell, openCqlShell } from '@ringside/cqlsh';
import { findLocalRing, notInstalled } from '../program/local-ring.ts';
import { passwordPrompt } from './ask-password.ts';
import { type Cqlshrc, readCqlshrc, readTls } from './cqlshrc.ts';
import { readCredentials } from './credentials.ts';
import type { CqlOptions } from './options.ts';

/** Where cqlsh looks, too. */
const DEFAULT_ADDRESS = '127.0.0.1';
const DEFAULT_PORT = 9042;
const REQUEST_TIMEOUT_MS = 60_000;

/** A shell, and what its terminal must know. */
export interface OpenedShell {
  readonly shell: CqlShell;
  readonly keepsHistory: boolean;
}

/** Who can be asked for a password while the shell is in use; a terminal puts itself here. */
export interface Asker {
  ask?: ((username: string) => Promise<string>) | undefined;
}

/**
 * Opens the shell that the options ask for: on a node of the local ring, or on `--host`.
 *
 * @throws OpsError `INVALID_ARGUMENT`, `RING_NOT_RUNNING`, `NOT_FOUND`, `CASSANDRA_UNAVAILABLE`, `UNAUTHORIZED`, `CONFIG_INVALID`
 */
export async function openShell(context: CommandContext, invocation: CqlOptions, asker: Asker): Promise<OpenedShell> {
  const { io } = context;
  const cqlshrc = invocation.cqlshrc === undefined ? undefined : await readCqlshrc(resolve(io.workingDirectory, invocation.cqlshrc));
  warnOfIgnored(context, cqlshrc);
  warnOfPassword(context, invocation);
  const place = await placeOf(context, invocation, cqlshrc);
  const credentials = await readCredentials(io, {
    file: invocation.credentials,
    username: invocation.username,
    password: invocation.password,
    ask: passwordPrompt(io),
    cqlshrc,
  });
  const isEncrypted = invocation.ssl || cqlshrc?.ssl === true;
  const shell = await openCqlShell({
    contactPoints: [place.address],
    port: place.port,
    credentials,
    tls: isEncrypted ? await readTls(cqlshrc, place.address, io.env) : undefined,
    keyspace: invocation.keyspace ?? cqlshrc?.keyspace,
    connectTimeoutMs: invocation.connectTimeoutMs ?? cqlshrc?.connectTimeoutMs,
    requestTimeoutMs: invocation.requestTimeoutMs ?? context.global.timeoutMs ?? cqlshrc?.requestTimeoutMs ?? REQUEST_TIMEOUT_MS,
    encoding: invocation.encoding,
    askPassword: async (username) => await asker.ask?.(username),
    signal: context.signal,
  }).catch(nameOptions);
  return { shell, keepsHistory: !invocation.disableHistory && cqlshrc?.isHistoryDisabled !== true };
}

/** A library knows nothing of the options of a command. */
const OF_ENCRYPTION: Readonly<Record<string, string>> = {
  certificate: 'Check certfile, the authority of the node’s certificate, and, where the node asks for yours, usercert and userkey.',
  'perhaps-required': 'If the node takes only encrypted connections, add --ssl.',
};

function nameOptions(thrown: unknown): never {
  const remedy = isOpsError(thrown) ? OF_ENCRYPTION[String(thrown.details?.['encryption'])] : undefined;
  throw isOpsError(thrown) && remedy !== undefined ? reworded(thrown, { remedy }) : thrown;
}

async function placeOf(
  context: CommandContext,
  { node: name, host, port }: CqlOptions,
  cqlshrc: Cqlshrc | undefined,
): Promise<{ readonly address: string; readonly port: number }> {
  const address = host ?? (name === undefined ? cqlshrc?.host : undefined);
  if (address !== undefined) return { address, port: port ?? cqlshrc?.port ?? DEFAULT_PORT };
  const ring = await findLocalRing();
  if (ring !== undefined) {
    const node = await ring.findNode(context, name);
    return { address: node.address, port: port ?? node.port };
  }
  if (name !== undefined) throw notInstalled('--node');
  return { address: DEFAULT_ADDRESS, port: port ?? DEFAULT_PORT };
}

function warnOfIgnored(context: CommandContext, cqlshrc: Cqlshrc | undefined): void {
  if (cqlshrc === undefined || cqlshrc.ignored.length === 0) return;
  context.note(`${context.errorStyle.yellow('warning')} ${cqlshrc.file}: not used here: ${cqlshrc.ignored.join(', ')}`);
}

/** Said with `--json` as well: whoever reads the process list has the password. */
function warnOfPassword({ io, json, errorStyle }: CommandContext, { password }: CqlOptions): void {
  if (password === undefined) return;
  const message = 'A password on the command line can be read by every user of this machine; use --credentials or RINGSIDE_CQL_PASSWORD';
  io.err(json ? `${JSON.stringify({ warning: { message } })}\n` : `${errorStyle.yellow('warning')} ${message}\n`);
}
