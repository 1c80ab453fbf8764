import { lookup } from 'node:dns/promises';
import { hostname, networkInterfaces } from 'node:os';
import { errors, type OpsError } from '@ringside/core';
import type { NodeConfiguration } from './cassandra-yaml.ts';

const EVERY_ADDRESS = new Set(['0.0.0.0', '::', '::0', '0:0:0:0:0:0:0:0']);

/**
 * Where this machine reaches a node for CQL.
 *
 * @throws OpsError those of {@link resolved}; `CONFIG_INVALID` for an interface without an address
 */
export async function clientAddress({ rpcAddress, rpcInterface }: NodeConfiguration): Promise<string> {
  if (rpcInterface !== undefined) return addressOfInterface(rpcInterface);
  const written = rpcAddress ?? hostname();
  return EVERY_ADDRESS.has(written) ? '127.0.0.1' : await resolved('rpc_address', written);
}

/**
 * The address of a name in `cassandra.yaml`: of several, an IPv4 one, as a JVM with the options of the distribution would take.
 *
 * @param key of `cassandra.yaml`, for messages
 * @throws OpsError `CONFIG_INVALID` for a name that is not there, `UNAVAILABLE` where nobody can say so
 */
export async function resolved(key: string, written: string): Promise<string> {
  const found = await lookup(written, { all: true }).catch((cause: NodeJS.ErrnoException) => {
    throw unresolved(key, written, cause);
  });
  const address = (found.find(({ family }) => family === 4) ?? found[0])?.address;
  if (address !== undefined) return address;
  throw unresolved(key, written);
}

const NO_SUCH_NAME = new Set(['ENOTFOUND', 'ENODATA']);

function unresolved(key: string, written: string, cause?: NodeJS.ErrnoException): OpsError {
  const isKnown = cause === undefined || NO_SUCH_NAME.has(cause.code ?? '');
  const message = `${key}: ${written} cannot be resolved on this machine${cause === undefined ? '' : ` (${cause.code ?? cause.message})`}`;
  const ask = `getent hosts ${written}`;
  if (isKnown)
    return errors.CONFIG_INVALID({ message, remedy: `Add the name to /etc/hosts or to DNS, and see that it is found: ${ask}`, cause });
  return errors.UNAVAILABLE({ message, remedy: `See that the name server answers, then try again: ${ask}`, cause });
}

function addressOfInterface(name: string): string {
  const all = networkInterfaces()[name] ?? [];
  const found = all.find(({ family }) => family === 'IPv4') ?? all[0];
  if (found !== undefined) return found.address;
  throw errors.CONFIG_INVALID({
    message: `rpc_interface: ${name} has no address on this machine`,
    remedy: `See which it has: ip -brief address show`,
  });
}
