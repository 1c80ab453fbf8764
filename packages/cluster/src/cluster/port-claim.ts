import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { canListen, claimForProcess, claimsFolder, hostErrors, ownIdentity, type ProcessIdentity, releaseClaim } from '@ringside/host';
import { portsFor } from './ports.ts';

/** Below what Linux and macOS give to outgoing connections (32768 and up), and clear of Cassandra's usual ports. */
const LOWEST = 120;
const HIGHEST = 300;
/** No two ports of a ring are equal modulo 100, so rings whose bases are multiples of it never share one. */
const STEP = 100;
const BASES: readonly number[] = Array.from({ length: HIGHEST - LOWEST }, (_, index) => (LOWEST + index) * STEP);
const DEFAULT_NODES = 3;

/** A port base that nobody else uses while it is held. */
export interface PortClaim {
  /** For the `portBase` of a ring. */
  readonly portBase: number;
  /** Frees the ports for others; it also happens when the process that holds them ends. */
  release(): Promise<void>;
}

/** What {@link claimPortBase} needs to know. */
export interface PortClaimOptions {
  /**
   * The bases to choose from, where only some will do, such as those whose ports have four digits. No port of one may belong to another.
   * Default: the multiples of 100 from 12,000 to 29,900.
   */
  readonly bases?: readonly number[] | undefined;
  /** How many nodes the ring has, on 127.0.0.1 and the addresses that follow. Default: 3. */
  readonly nodes?: number | undefined;
  /** The process whose life the claim follows. Default: this one. */
  readonly owner?: ProcessIdentity | undefined;
}

/**
 * Claims a port base for a ring of a test, a page or a benchmark on 127.0.0.1 and so on, so that rings that run at the same time never
 * meet, whoever starts them. (Rings of `createCluster` in throwaway mode need none: they have addresses of their own.) The claim ends with
 * its owner, or when it is released.
 *
 * @throws OpsError `OUT_OF_PORTS` when none is free, `PERMISSION_DENIED` when claims cannot be kept privately
 *
 * @example
 * ```ts
 * const { portBase, release } = await claimPortBase({ nodes: 1 });
 * ```
 */
export async function claimPortBase(options: PortClaimOptions = {}): Promise<PortClaim> {
  const { bases = BASES, nodes = DEFAULT_NODES, owner = ownIdentity() } = options;
  const folder = await claimsFolder('ports');
  for (const portBase of shuffled(bases)) {
    const file = join(folder, String(portBase));
    if (!(await claimForProcess(file, owner))) continue;
    if (await areFree(portBase, nodes)) return { portBase, release: () => releaseClaim(file) };
    await releaseClaim(file);
  }
  throw hostErrors.OUT_OF_PORTS({ message: `None of the ${bases.length} port bases for tests is free` });
}

/** Every base once, in another order each time, so that many who ask at once do not queue for the same ones. */
function shuffled(bases: readonly number[]): readonly number[] {
  const keyed = bases.map((base) => ({ base, key: randomInt(2 ** 32) }));
  return keyed.toSorted((a, b) => a.key - b.key).map(({ base }) => base);
}

async function areFree(portBase: number, nodes: number): Promise<boolean> {
  const { docs, ...perNode } = portsFor(portBase);
  const addresses = Array.from({ length: nodes }, (_, index) => `127.0.0.${index + 1}`);
  const places = addresses.flatMap((address) => Object.values(perNode).map((port) => ({ address, port })));
  const free = await Promise.all([...places, { address: '127.0.0.1', port: docs }].map((place) => canListen(place)));
  return !free.includes(false);
}
