import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { ringDirectory } from '@ringside/cli-kit';
import { type Clock, type OpsError, reworded, systemClock } from '@ringside/core';
import { findProcesses, killAndWait, type ProcessIdentity } from '@ringside/host';
import { findAllSidecars } from '@ringside/local-sidecars';

const asideDirectory = (home: string): string => join(home, 'ring.aside');
const failedDirectory = (home: string): string => join(home, 'ring.failed');
const discardDirectory = (home: string): string => join(home, 'ring.discard');

/**
 * Moves the ring's data aside to make room for a new ring. Nothing of it may run. What the data was is not lost until
 * {@link discardAside}; {@link restoreAside} brings it back.
 */
export async function moveAside(home: string): Promise<void> {
  if (existsSync(ringDirectory(home))) await rename(ringDirectory(home), asideDirectory(home));
}

/** Deletes what was moved aside: the new ring is up. The rename first makes sure that a crash cannot bring half of it back. */
export async function discardAside(home: string): Promise<void> {
  if (existsSync(asideDirectory(home))) await rename(asideDirectory(home), discardDirectory(home));
  await rm(discardDirectory(home), { recursive: true, force: true });
}

/**
 * Brings back what was moved aside, in place of a new ring that did not come up; finishes a deletion that was interrupted.
 *
 * @returns true when data was brought back
 * @throws OpsError `OPERATION_TIMED_OUT` when the new ring's processes cannot be ended
 */
export async function restoreAside(home: string, clock: Clock = systemClock): Promise<boolean> {
  await rm(discardDirectory(home), { recursive: true, force: true });
  if (!existsSync(asideDirectory(home))) return false;
  await killRing(home, clock);
  await rm(ringDirectory(home), { recursive: true, force: true });
  await rename(asideDirectory(home), ringDirectory(home));
  return true;
}

/** Moves a new ring that did not come up out of the way, its logs kept, in place of an earlier one; nothing of it may run. */
export async function moveFailed(home: string): Promise<void> {
  if (!existsSync(ringDirectory(home))) return;
  await rm(failedDirectory(home), { recursive: true, force: true });
  await rename(ringDirectory(home), failedDirectory(home));
}

/** The same error, with every path below the ring's folder put to where {@link moveFailed} has moved it. */
export function pointToFailed(home: string, error: OpsError): OpsError {
  const point = (text: string): string => text.replaceAll(ringDirectory(home) + sep, failedDirectory(home) + sep);
  return reworded(error, { message: point(error.message), remedy: point(error.remedy) });
}

/**
 * Kills every process of a state folder's ring, nodes and sidecars, whatever the ring's own state says, and waits until they are gone:
 * for a ring whose state cannot be read, or is about to be thrown away.
 *
 * @throws OpsError `OPERATION_TIMED_OUT`
 */
export async function killRing(home: string, clock: Clock = systemClock): Promise<void> {
  await killAndWait(() => ringProcesses(home), clock);
}

/** Every process of a state folder's ring: its sidecars and its nodes. */
export function ringProcesses(home: string): readonly ProcessIdentity[] {
  return [...findAllSidecars(home), ...nodeProcesses(ringDirectory(home))];
}

const CASSANDRA = 'org.apache.cassandra.service.CassandraDaemon';

/** The Cassandra nodes that have their data in a folder. Those of a folder that merely ends alike are others'. */
export function nodeProcesses(folder: string): readonly ProcessIdentity[] {
  return findProcesses((line) => line.has(CASSANDRA) && line.hasStart(`-Dcassandra.storagedir=${folder}${sep}`), folder);
}
