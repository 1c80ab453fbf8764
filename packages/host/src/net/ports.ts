import { connect, createServer } from 'node:net';
import { errors, type OpsError, toOpsError } from '@ringside/core';
import { hostErrors } from '../errors.ts';
import type { ListenPlace } from './listen-place.ts';
import { ownerOf, ownerText } from './port-owner.ts';

const LOOPBACK = '127.0.0.1';

/**
 * Makes sure that nobody listens where a node shall.
 *
 * @throws OpsError `ADDRESS_IN_USE`, naming the program that does when the system tells; those of {@link canListen}
 */
export async function assertPortsFree(places: readonly ListenPlace[]): Promise<void> {
  for (const place of places) {
    if (await canListen(place)) continue;
    const owner = await ownerOf(place);
    throw hostErrors.ADDRESS_IN_USE({
      message: `${place.address}:${place.port} is in use by ${ownerText(owner)}`,
      details: { ...place, ...owner },
    });
  }
}

/**
 * True when this process could listen there now; false when somebody else does.
 *
 * @throws OpsError `ADDRESS_MISSING` when the machine does not have the address, `PERMISSION_DENIED` when the system refuses
 */
export async function canListen(place: ListenPlace): Promise<boolean> {
  const found = await tryListen(place);
  if (typeof found === 'number') return true;
  if (found.code === 'EADDRINUSE') return false;
  throw cannotListen(place, found);
}

/** Whether this process could listen there now: `free`, `used` by someone (or kept for the system), or an address that this machine `lacks`. */
export async function probePort(place: ListenPlace): Promise<'free' | 'used' | 'lacks'> {
  const found = await tryListen(place);
  if (typeof found === 'number') return 'free';
  return found.code === 'EADDRNOTAVAIL' ? 'lacks' : 'used';
}

/**
 * A port of an address on which nobody listens now; nothing keeps it free.
 *
 * @throws OpsError those of {@link canListen}
 */
export async function freePort(address: string = LOOPBACK): Promise<number> {
  const found = await tryListen({ address, port: 0 });
  if (typeof found === 'number') return found;
  throw cannotListen({ address, port: 0 }, found);
}

/** Listens for a moment. @returns the port, or why that is not possible */
function tryListen({ address, port }: ListenPlace): Promise<number | NodeJS.ErrnoException> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', resolve);
    server.listen({ host: address, port, exclusive: true }, () => {
      const bound = server.address();
      server.close(() => resolve(typeof bound === 'object' && bound !== null ? bound.port : port));
    });
  });
}

/**
 * Tries a TCP connection.
 *
 * @returns true when something accepts it within `timeoutMs`
 */
export function isPortOpen({ address, port }: ListenPlace, timeoutMs = 500): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port });
    const finish = (open: boolean): void => {
      socket.destroy();
      resolve(open);
    };
    socket.setTimeout(timeoutMs, () => finish(false));
    socket.once('connect', () => finish(true));
    socket.once('error', () => finish(false));
  });
}

function cannotListen({ address, port }: ListenPlace, cause: NodeJS.ErrnoException): OpsError {
  if (cause.code === 'EACCES') {
    return errors.PERMISSION_DENIED({
      message: `${address}:${port} may not be listened on: ${cause.message}`,
      remedy: 'Use a port above 1023, or let this user listen on lower ones.',
      cause,
    });
  }
  if (cause.code !== 'EADDRNOTAVAIL') return toOpsError(cause);
  const command = process.platform === 'darwin' ? `sudo ifconfig lo0 alias ${address}` : `sudo ip addr add ${address}/8 dev lo`;
  return hostErrors.ADDRESS_MISSING({
    message: `${address} is not an address of this machine`,
    remedy: `Add it to the loopback interface: ${command}`,
    cause,
    details: { address },
  });
}
