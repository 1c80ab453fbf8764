import type { CatalogueEntry } from './catalogue-entry.ts';
import type { CommandContext } from './context.ts';

/** Where a node of the local ring listens for CQL. */
export interface CqlPlace {
  /** An IP address, IPv6 without brackets. */
  readonly address: string;
  /** The node's CQL port, `native_transport_port`. */
  readonly port: number;
}

/**
 * What a package that runs rings on this machine gives to the command line. Loading the package must be cheap: each command, and what it needs, is
 * loaded when it runs.
 */
export interface LocalRingPlugin {
  /** Such as `up`, `down` and `cluster`; they join those of the operator's command line. */
  readonly commands: readonly CatalogueEntry[];
  /**
   * Finds a node of the ring of the state folder, running or not.
   *
   * @param word its name, number or address; the first node by default
   * @throws OpsError `RING_NOT_RUNNING` when there is no ring, `NOT_FOUND`, `STATE_CORRUPT`
   */
  readonly findNode: (context: CommandContext, word: string | undefined) => Promise<CqlPlace>;
}
