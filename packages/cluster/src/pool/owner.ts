import { isMainThread } from 'node:worker_threads';
import { identityOf, isRunning, markOf, parseMark, type ProcessIdentity } from '@ringside/host';

/**
 * Names the process whose runs of tests share their rings, as the JSON of its mark; `ringsOwnedBy` makes it. A check that runs one package after
 * another sets it for all of them. It is no setting for people: a shell that exports the name of an ended process changes nothing.
 */
const OWNER_VARIABLE = 'RINGSIDE_RINGS_OF';

/** The environment for runs of tests that share their rings until this process ends. */
export function ringsOwnedBy(owner: ProcessIdentity): Readonly<Record<string, string>> {
  return { [OWNER_VARIABLE]: JSON.stringify(markOf(owner)) };
}

/**
 * Whose end is the end of a run's rings: the process that the environment names, while it lives; otherwise the run itself.
 *
 * @param run the process of this run of tests
 */
export function ownerOfRings(run: ProcessIdentity, environment: NodeJS.ProcessEnv = process.env): ProcessIdentity {
  return namedOwner(environment) ?? run;
}

/** The check that the environment names, while it lives; `undefined` outside of one. */
export function namedOwner(environment: NodeJS.ProcessEnv = process.env): ProcessIdentity | undefined {
  const named = parseMark(environment[OWNER_VARIABLE] ?? '');
  return named !== undefined && isRunning(named) ? { pid: named.pid, startedAt: named.startedAt } : undefined;
}

/** The process of the whole run of Vitest: the parent of a forked worker, or the process that a worker thread is part of. */
export function runOfVitest(): ProcessIdentity {
  const isForked = isMainThread && process.send !== undefined;
  return identityOf(isForked ? process.ppid : process.pid);
}
