import type { CatalogueEntry } from './catalogue-entry.ts';
import type { CommandContext } from './context.ts';

/** Where a node of the local ring listens for CQL. */
export interface CqlPlace {
  readonly address: string;
  readonly port: number;
}

/**
 * What a package that runs rings on this machine gives to the command line. Loading the package must be cheap: each command, and what it needs, is
 * loaded when it runs.
 */
export interface LocalRingPlugin {
  readonly commands: readonly CatalogueEntry[];
  /**
   * Finds a node of the ring of the state folder, running or not.
   *
   * @param word its name, number or address; the first node by default
   * @throws OpsError `RING_NOT_RUNNING` when there is no ring, `NOT_FOUND`, `STATE_CORRUPT`
   */
  readonly findNode: (context: CommandContext, word: string | undefined) => Promise<CqlPlace>;
}
