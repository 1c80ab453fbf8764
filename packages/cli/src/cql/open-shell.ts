import { type CqlShell, openCqlShell } from '@ringside/cql';
import { OpsError } from '@ringside/core';
import { findNode, openRing } from '../commands/cluster/common.ts';
import type { CommandContext } from '../program/context.ts';
import { readCredentials } from './credentials.ts';
import type { CqlOptions } from './options.ts';

const DEFAULT_PORT = 9042;
const REQUEST_TIMEOUT_MS = 60_000;

/**
 * Opens the shell that the options ask for: on a node of the local ring, or on `--host`.
 *
 * @throws OpsError `INVALID_ARGUMENT`, `RING_NOT_RUNNING`, `NOT_FOUND`, `CASSANDRA_UNAVAILABLE`, `UNAUTHORIZED`
 */
export async function openShell(context: CommandContext, options: CqlOptions): Promise<CqlShell> {
  const place = await placeOf(context, options);
  const credentials = await readCredentials(context.io, options.credentials);
  return await openCqlShell({
    contactPoints: [place.address],
    port: place.port,
    credentials,
    keyspace: options.keyspace,
    requestTimeoutMs: context.global.timeout ?? REQUEST_TIMEOUT_MS,
    signal: context.signal,
  });
}

async function placeOf(
  context: CommandContext,
  { node: name, host, port }: CqlOptions,
): Promise<{ readonly address: string; readonly port: number }> {
  if (host !== undefined && name !== undefined) {
    throw new OpsError('INVALID_ARGUMENT', { message: '--node is of the local ring, --host is not', remedy: 'Give one of them.' });
  }
  if (host !== undefined) return { address: host, port: port ?? DEFAULT_PORT };
  const node = findNode(await openRing(context), name);
  return { address: node.address, port: port ?? node.nativePort };
}
