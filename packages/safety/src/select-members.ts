import { errors, nearest, type OpsError } from '@ringside/core';
import { parseEndpoint } from '@ringside/model';
import type { KnownMember } from './known-cluster.ts';

/** Which nodes are meant. */
export interface Selection {
  /** Addresses, with or without the storage port. */
  readonly nodes?: readonly string[] | undefined;
  /** All nodes of this rack; with `datacenter`, of that datacenter's rack. */
  readonly rack?: string | undefined;
  /** All nodes of this datacenter; with `rack`, only those of that rack. */
  readonly datacenter?: string | undefined;
}

/**
 * The ids of the nodes that are meant: those that are named, and those of the rack or the datacenter.
 *
 * @param members all nodes of the cluster
 * @throws {OpsError} NOT_FOUND for a node, a rack or a datacenter that is not there, naming the nearest one; INVALID_ARGUMENT for a rack of two datacenters
 */
export function selectMembers(members: readonly KnownMember[], { nodes = [], rack, datacenter }: Selection): readonly string[] {
  const named = nodes.map((name) => nodeNamed(members, name));
  const isWhole = rack !== undefined || datacenter !== undefined;
  const placed = isWhole ? placedIn(members, { rack, datacenter }).map(({ id }) => id) : [];
  return [...new Set([...named, ...placed])];
}

function nodeNamed(members: readonly KnownMember[], name: string): string {
  const found = members.filter(({ id }) => id === name || parseEndpoint(id).address === name);
  const [only] = found;
  if (found.length === 1 && only !== undefined) return only.id;
  if (found.length > 1) {
    const ids = found.map(({ id }) => id).join(' or ');
    throw errors.INVALID_ARGUMENT({
      message: `${name} is the address of ${found.length} nodes`,
      remedy: `Name one with its port: ${ids}.`,
    });
  }
  const addresses = members.map(({ id }) => parseEndpoint(id).address);
  throw notFound(`No node of the cluster has the address ${name}`, name, addresses, 'nodes');
}

function placedIn(members: readonly KnownMember[], { rack, datacenter }: Selection): readonly KnownMember[] {
  const inside = datacenter === undefined ? members : members.filter((member) => member.datacenter === datacenter);
  if (inside.length === 0) {
    const known = members.map((member) => member.datacenter);
    throw notFound(`No datacenter is called ${datacenter}`, datacenter ?? '', known, 'datacenters');
  }
  if (rack === undefined) return inside;
  const found = inside.filter((member) => member.rack === rack);
  const homes = [...new Set(found.map((member) => member.datacenter))].toSorted();
  if (homes.length > 1) {
    const remedy = `Add its datacenter: one of ${homes.join(', ')}.`;
    throw errors.INVALID_ARGUMENT({ message: `Rack ${rack} is in ${homes.length} datacenters, and they are different racks`, remedy });
  }
  if (found.length > 0) return found;
  const where = datacenter === undefined ? '' : ` in ${datacenter}`;
  throw notFound(
    `No rack${where} is called ${rack}`,
    rack,
    inside.map((member) => member.rack),
    'racks',
  );
}

const MOST_LISTED = 10;

function notFound(message: string, name: string, known: readonly string[], what: string): OpsError {
  const names = [...new Set(known)].toSorted();
  const near = nearest(name, names);
  const listed = names.length <= MOST_LISTED ? `The ${what} are ${names.join(', ')}.` : `ringside status lists the ${what}.`;
  return errors.NOT_FOUND({ message, remedy: near === undefined ? listed : `Did you mean ${near}? ${listed}` });
}
