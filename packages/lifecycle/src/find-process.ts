import { deadlineIn, withDeadline } from '@ringside/core';
import { commandLineOf, identityOf, isRunning, ownerOf, type ProcessIdentity } from '@ringside/host';
import { isCassandra, type ProcessOptions } from './options.ts';

const FIND_MS = 5_000;

/** Finds the process of a node; undefined where none is found. Never rejects. */
export type FindProcess = () => Promise<ProcessIdentity | undefined>;

/**
 * Makes a {@link FindProcess}. While the process that it found runs, that is its answer: a look for the one that listens reads the open files of every process
 * of the machine, though only where somebody listens at all.
 *
 * @param first asked before the port: a node opens that late in its start. One that rejects, or takes longer than 5 seconds, found nothing
 */
export function createFind(
  { cql, clock, isNode = isCassandra }: Pick<ProcessOptions, 'cql' | 'clock' | 'isNode'>,
  first: FindProcess,
): FindProcess {
  let known: ProcessIdentity | undefined;
  const asked = async (): Promise<ProcessIdentity | undefined> => {
    const found = await withDeadline({ deadline: deadlineIn(clock, FIND_MS) }, { what: 'Finding the process' }, first).catch(
      () => undefined,
    );
    return found !== undefined && isRunning(found) ? found : undefined;
  };
  const listening = async (): Promise<ProcessIdentity | undefined> => {
    const owner = await ownerOf(cql).catch(() => undefined);
    return owner !== undefined && isNode(commandLineOf(owner.pid)) ? identityOf(owner.pid) : undefined;
  };
  return async () => {
    if (known === undefined || !isRunning(known)) known = (await asked()) ?? (await listening());
    return known;
  };
}
