import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import { errors, type OpsError } from '@ringside/core';
import { addressesOf as resolvedBySystem } from '@ringside/host';
import { hostName, type InstanceChoice, misdirected } from '@ringside/route-server';
import type { CassandraInstance } from './instance.ts';

/** Addresses of a name; empty if it has none. */
export type Resolve = (name: string) => Promise<readonly string[]>;

/** Options of {@link createSelector}. */
export interface SelectorOptions {
  /**
   * Whether a `Host` name that is not configured is accepted and looked up. Only where requests are authenticated: otherwise a web
   * page whose name leads to this machine (DNS rebinding) could command the node through a visitor's browser, `instanceId` or not.
   */
  readonly resolveUnknown: boolean;
  readonly resolve?: Resolve;
  /** The address that the sidecar listens on: who asked there meant its instance, if it has one only, whatever the node is configured as. */
  readonly listensOn?: string;
  /** The addresses of this machine, which count where it listens on all of them. Default: the system's. */
  readonly localAddresses?: () => readonly string[];
}

const ANY_ADDRESS: ReadonlySet<string> = new Set(['0.0.0.0', '::']);

/**
 * Picks the instance of a request: by `instanceId`, else by the `Host` header without its port, which is first taken as it is
 * configured, then as an address.
 *
 * @returns a function that rejects with `NOT_FOUND` for an unknown id, `MISDIRECTED` for an unknown host
 */
export function createSelector(
  instances: readonly CassandraInstance[],
  { resolveUnknown, resolve = resolvedBySystem, listensOn = '', localAddresses = addressesOfMachine }: SelectorOptions,
): (choice: InstanceChoice) => Promise<CassandraInstance> {
  const addresses = new Map<string, readonly string[]>();
  const addressesOf = async (name: string): Promise<readonly string[]> => {
    const known = addresses.get(name) ?? (await resolve(name));
    if (known.length > 0 && instances.some(({ host }) => host === name)) addresses.set(name, known);
    return known;
  };
  const refused = (name: string): OpsError =>
    misdirected(
      name,
      `Use ${instances.map(({ host }) => host).join(' or ')}, or say which instance you mean: ?instanceId=${instances.map(({ id }) => id).join(', or ')}.`,
    );
  const isListeningOn = (address: string): boolean =>
    address === listensOn || (ANY_ADDRESS.has(listensOn) && localAddresses().includes(address));
  return async ({ instanceId, hostHeader }) => {
    const name = hostName(hostHeader ?? '');
    if (name === undefined) throw refused(hostHeader ?? '');
    const configured = instances.find(({ host }) => host.toLowerCase() === name);
    const harmless = configured !== undefined || isIP(name) !== 0 || name === 'localhost' || name === '';
    if (!harmless && !resolveUnknown) throw refused(name);
    if (instanceId !== undefined) return byId(instances, instanceId);
    if (configured !== undefined) return configured;
    const wanted = name === '' ? [] : await addressesOf(name);
    for (const instance of instances) {
      const own = await addressesOf(instance.host);
      if (own.some((address) => wanted.includes(address))) return instance;
    }
    const [only, ...others] = instances;
    if (only !== undefined && others.length === 0 && wanted.some((address) => isListeningOn(address))) return only;
    throw refused(name);
  };
}

function byId(instances: readonly CassandraInstance[], id: number): CassandraInstance {
  const instance = instances.find((each) => each.id === id);
  if (instance !== undefined) return instance;
  throw errors.NOT_FOUND({
    message: `No Cassandra instance has id ${id}`,
    remedy: `Use one of ${instances.map((each) => each.id).join(', ')}.`,
  });
}

function addressesOfMachine(): readonly string[] {
  return Object.values(networkInterfaces()).flatMap((each) => (each ?? []).map(({ address }) => address));
}
