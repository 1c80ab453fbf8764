import { errors } from '@ringside/core';

/** The ports of a ring: each node and its sidecar use them on the node's own address, the docs on 127.0.0.1. */
export interface RingPorts {
  /** For CQL clients: the base + 42, so 9042 by default. */
  readonly native: number;
  /** The base + 43: 9043 by default. */
  readonly sidecar: number;
  /** Between nodes: the base − 2000, so 7000 by default. */
  readonly storage: number;
  /** Of the management interface: the base − 222, so 8778 by default. */
  readonly control: number;
  /** The base + 80: 9080 by default. */
  readonly docs: number;
}

/** The port base that gives Cassandra's usual ports: CQL 9042, storage 7000, management interface 8778, sidecar 9043. */
export const DEFAULT_PORT_BASE = 9_000;

/**
 * All ports of a ring from one number, so that a second ring on the same addresses needs one option.
 *
 * @param base 3,024 to 65,000; 9,000 by default
 * @throws OpsError `INVALID_ARGUMENT` outside of that
 */
export function portsFor(base: number = DEFAULT_PORT_BASE): RingPorts {
  if (!Number.isInteger(base) || base < 3_024 || base > 65_000) {
    throw errors.INVALID_ARGUMENT({ message: `${base} is not a port base: a whole number from 3024 to 65000` });
  }
  return { native: base + 42, sidecar: base + 43, storage: base - 2_000, control: base - 222, docs: base + 80 };
}
