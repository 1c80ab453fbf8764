import { identityOf, isPaused, isRunning, ownerOf, type ProcessIdentity } from '@ringside/host';
import type { NodeSigns } from '@ringside/verdict';
import type { CqlPlace } from './cql-pulse.ts';

/** A look for the process reads the open files of every process of the machine: not too often. One that ended and was replaced is looked for at once. */
const LOOK_EVERY_MS = 30_000;

/** What the system says of the process that listens at a node's CQL port. */
export interface OwnProcess {
  /** How it is now. */
  sign(): NodeSigns['process'];
  /**
   * To be called when the node answers: finds its process, unless that is known or was looked for a moment ago, and forgets one that ended.
   *
   * @param isListening whether the CQL port is open. A node that starts answers at its management interface first: nobody is found then, and that is no
   *   reason not to look again soon
   */
  find(nowMs: number, isListening: boolean): Promise<void>;
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
    async find(nowMs, isListening) {
      if (known !== undefined && isRunning(known)) return;
      if (known !== undefined) lookAgainMs = nowMs;
      known = undefined;
      if (!isListening || nowMs < lookAgainMs) return;
      lookAgainMs = nowMs + LOOK_EVERY_MS;
      const owner = await ownerOf({ address: place.host, port: place.port }).catch(() => undefined);
      known = owner && identityOf(owner.pid);
    },
  };
}
