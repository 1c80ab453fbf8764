import { createHash } from 'node:crypto';
import { readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { bootOf, isRunning, ownIdentity, type ProcessIdentity } from './identity.ts';

/**
 * A process as it is written down for others to find: beside its identity, where its id counts. Folders are shared between containers and
 * machines; process ids are not.
 */
export interface ProcessMark extends ProcessIdentity {
  /** The name of its machine or container. */
  readonly host?: string;
  /** The namespace of its process id, in Linux's words (pid_namespaces(7)); absent elsewhere. */
  readonly pidNamespace?: string;
}

/**
 * What can be said of a marked process from here.
 *
 * - `running`, `ended`: for certain.
 * - `unseen`: it counts its id in another container of the same name and the same start of the machine. As a rule that is this container before
 *   it was started again, and the process has ended; it may also be a sandbox beside this process.
 * - `elsewhere`: it is of another container or machine, where nobody here can see whether it lives.
 */
export type ProcessLife = 'running' | 'ended' | 'unseen' | 'elsewhere';

/** The mark of a process of this container; of this very one by default. */
export function markOf(identity: ProcessIdentity = ownIdentity()): ProcessMark {
  const { pid, startedAt } = identity;
  const pidNamespace = ownNamespace();
  return { pid, startedAt, host: hostname(), ...(pidNamespace === undefined ? {} : { pidNamespace }) };
}

/** Reads what {@link markOf} made, from a file's text; `undefined` for anything else, such as what a crash of the machine left half-written. */
export function parseMark(text: string): ProcessMark | undefined {
  try {
    const value = JSON.parse(text) as Partial<ProcessMark> | null;
    return typeof value?.pid === 'number' && typeof value.startedAt === 'string' ? (value as ProcessMark) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Judges whether a marked process lives. A name alone may change, and so do namespaces and boots when a container or machine of the same name
 * starts again: only both together speak for another place.
 */
export function lifeOf(mark: ProcessMark): ProcessLife {
  const isSameBoot = bootOf(mark) === bootOf(ownIdentity());
  const isHere = mark.pidNamespace === undefined || (mark.pidNamespace === ownNamespace() && isSameBoot);
  if (isHere) return isRunning(mark) ? 'running' : 'ended';
  if (mark.host !== undefined && mark.host !== hostname()) return 'elsewhere';
  return isSameBoot ? 'unseen' : 'ended';
}

/** A text that is the same for the processes among which an id belongs to one: those of a machine since its start, or of one container. */
export function processSpace(): string {
  return createHash('sha256')
    .update(`${kernelId()} ${ownNamespace() ?? ''}`)
    .digest('hex')
    .slice(0, 12);
}

/** A text that is the same for all containers of one running kernel; another one cannot ask its sockets. */
export function kernelId(): string {
  const boot = bootOf(ownIdentity());
  return boot === '' ? hostname() : boot;
}

function ownNamespace(): string | undefined {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return undefined;
  }
}
