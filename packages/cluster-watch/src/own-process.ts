import { identityOf, isPaused, isRunning, ownerOf, type ProcessIdentity } from '@ringside/host';
import type { NodeSigns } from '@ringside/verdict';
import type { CqlPlace } from './cql-pulse.ts';

/** A look for the process reads the open files of every process of the machine: not too often. One that ended and was replaced is looked for at once. */
const LOOK_EVERY_MS = 30_000;

/** What the system says of the process that listens at a node's CQL port. */
export interface OwnProcess {
  /** How it is now. */
  sign(): NodeSigns['process'];
  /** To be called when the node answers: finds its process, unless that is known or was looked for a moment ago. */
  find(nowMs: number): Promise<void>;
}

/** Makes an {@link OwnProcess}; of a node on another machine, or of another user's process, it knows nothing. */
export function createOwnProcess(place: CqlPlace): OwnProcess {
  let known: ProcessIdentity | undefined;
  let lookAgainMs = 0;
  return {
    sign() {
      if (known === undefined) return 'unknown';
      if (!isRunning(known)) return 'ended';
      return isPaused(known.pid) ? 'stopped' : 'runs';
    },
    async find(nowMs) {
      if (known !== undefined && isRunning(known)) return;
      const isReplaced = known !== undefined;
      known = undefined;
      if (!isReplaced && nowMs < lookAgainMs) return;
      lookAgainMs = nowMs + LOOK_EVERY_MS;
      const owner = await ownerOf({ address: place.host, port: place.port }).catch(() => undefined);
      known = owner && identityOf(owner.pid);
    },
  };
}
