import { createHash, randomBytes } from 'node:crypto';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock } from '@ringside/core';
import { availableMemoryBytes, exclusively, hostErrors, type ProcessIdentity, temporaryFolder, writeAtomically } from '@ringside/host';
import { modelErrors } from '@ringside/model';
import type { Cluster } from '../cluster/cluster.ts';
import { createCluster, draftState, openCluster } from '../cluster/create.ts';
import type { ClusterOptions } from '../cluster/options.ts';
import { ringMemoryBytes } from '../cluster/preflight.ts';
import { readState } from '../cluster/state.ts';
import { type Fingerprint, fingerprintOf } from './fingerprint.ts';
import { restoreRing } from './restore.ts';
import { enter, isOf, leave, usersOf } from './users.ts';

const LIMIT_MS = 240_000;
const TRIES = 10;
const MIB = 1024 ** 2;
/** Rings that wait for their next user leave the rest of the free memory to whoever starts one without asking here. */
const IDLE_SHARE = 1 / 4;
const OWNER_ONLY = 0o600;
const SPARE_BLOCK = '127.0.0';

/** What decides a ring of the pool. */
export type PooledOptions = Omit<ClusterOptions, 'mode' | 'directory' | 'owner' | 'partitionable' | 'addressBlock'>;

/** Who takes a ring. */
export interface Taker {
  /** The process whose end is the end of all rings of the pool. */
  readonly owner: ProcessIdentity;
  /** The run that the test file belongs to: of one run, files that run at the same time share a ring. */
  readonly run: ProcessIdentity;
  /** Told why a ring that others had is thrown away. */
  readonly onDiscarded?: ((reason: string) => void) | undefined;
  /** Of the memory that is free when a ring is given back, the share that rings which nobody has may take; from 0 to 1, a quarter by default. */
  readonly idleShare?: number | undefined;
}

/** A ring that was taken out of the pool. */
export interface TakenRing {
  readonly cluster: Cluster;
  /** Gives it back, whatever was done to it: it is put right when the next one takes it. */
  readonly giveBack: () => Promise<void>;
}

/**
 * Takes a running ring that is as good as new: one of the same shape that was given back and could be put right, or a new one. The pool is a set of
 * folders whose names tell owner and shape; nobody runs it. What is left of it ends with its owner, like every throwaway ring.
 *
 * @throws OpsError as `createCluster` and `Cluster.start` do
 */
export async function takeRing(options: PooledOptions, taker: Taker): Promise<TakenRing> {
  const pool = await poolOf(taker.owner);
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const place = await alone(pool.lock, () => reserve(pool, options, taker));
    const back = (): Promise<void> => alone(pool.lock, () => giveBack(pool, place, taker.idleShare ?? IDLE_SHARE));
    const cluster = await prepareOr(back, () => alone(`${place.ring}.lock`, () => prepare(pool, place.ring, options, taker)));
    if (cluster !== undefined) return { cluster, giveBack: back };
  }
  throw modelErrors.RING_NOT_RUNNING({ message: `No ring could be had in ${TRIES} tries`, remedy: 'Run the tests again.' });
}

/** Nobody has a ring that could not be made ready: left as taken, it would be nobody else's until this process ends. */
async function prepareOr<T>(back: () => Promise<void>, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    // What went wrong first is what the test's reader needs.
    await back().catch(() => undefined);
    throw error;
  }
}

/**
 * Ends the rings of an owner that goes on without them. Those that somebody has are left to them, and end with their owner.
 *
 * @throws OpsError `OPERATION_TIMED_OUT` when another process is busy with the pool for four minutes
 */
export async function endRings(owner: ProcessIdentity): Promise<void> {
  const pool = await poolOf(owner);
  if ((await ringsOf(pool)).length > 0) await alone(pool.lock, () => destroyIdle(pool, 0));
}

/** Whether a ring of these options may be given out again: what is at a fixed place, or made of somebody's own files, is not for others. */
export function isPoolable({ partitionable, addressBlock, install, agentsDirectory }: Omit<ClusterOptions, 'mode'>): boolean {
  return partitionable !== true && addressBlock === undefined && install === undefined && agentsDirectory === undefined;
}

interface Pool {
  readonly folder: string;
  /** With it begin the names of the pool's rings. */
  readonly prefix: string;
  readonly lock: string;
}

/** A ring's folder, and the file that says that this test file has it. */
interface Place {
  readonly ring: string;
  readonly user: string;
}

async function poolOf(owner: ProcessIdentity): Promise<Pool> {
  const folder = await temporaryFolder();
  const prefix = `run-${owner.pid}-${shortHash(owner)}-`;
  return { folder, prefix, lock: join(folder, `${prefix}pool.lock`) };
}

/** Finds a ring for a test file, or makes the folder of a new one, and writes down that it is taken. */
async function reserve(pool: Pool, options: PooledOptions, taker: Taker): Promise<Place> {
  const shape = shortHash(draftState({ ...options, mode: 'throwaway' }, SPARE_BLOCK));
  await removeCrashed(pool, taker);
  for (const ring of await ringsOf(pool, shape)) {
    const { living, crashed } = await usersOf(ring);
    // A folder without a state is what is left of a ring that a test destroyed.
    const isThere = (await readState(ring)) !== undefined;
    if (isThere && !crashed && living.every((user) => isOf(user, taker.run))) return { ring, user: await enter(ring, taker.run) };
  }
  const ring = join(pool.folder, `${pool.prefix}${shape}-${randomBytes(3).toString('hex')}`);
  await make(pool, { ...options, mode: 'throwaway', directory: ring, owner: taker.owner });
  return { ring, user: await enter(ring, taker.run) };
}

/** Rings that only wait give way to one that is needed. */
async function make(pool: Pool, options: ClusterOptions): Promise<void> {
  try {
    await createCluster(options);
  } catch (error) {
    if (!hostErrors.MEMORY_SHORT.is(error)) throw error;
    await destroyIdle(pool, 0);
    await createCluster(options);
  }
}

/** Nobody knows what a test file did to a ring that ended without giving it back. */
async function removeCrashed(pool: Pool, { onDiscarded }: Taker): Promise<void> {
  for (const ring of await ringsOf(pool)) {
    const { living, crashed } = await usersOf(ring);
    if (!crashed || living.length > 0) continue;
    onDiscarded?.('its test file ended without giving it back');
    await destroy(ring);
  }
}

/** Starts a new ring, puts one right that others had, or takes one as it is that another file of this run has at this moment. */
async function prepare(pool: Pool, ring: string, options: PooledOptions, taker: Taker): Promise<Cluster | undefined> {
  // Whoever had the lock before threw the ring away.
  if ((await readState(ring)) === undefined) return undefined;
  const cluster = await openCluster(ring, options);
  if (await exists(readyFile(ring))) {
    await cluster.start({ withinMs: LIMIT_MS });
    return cluster;
  }
  const first = await readFirst(ring);
  const fault = first === undefined ? await begin(pool, ring, cluster) : await restoreRing(cluster, first);
  if (fault === undefined) {
    await writeAtomically(readyFile(ring), '', OWNER_ONLY);
    return cluster;
  }
  taker.onDiscarded?.(fault);
  await discard(pool, cluster);
  return undefined;
}

/** Starts a new ring and keeps what it is like. A ring whose nodes demand a role or TLS has no fingerprint: it is used once. */
async function begin(pool: Pool, ring: string, cluster: Cluster): Promise<undefined> {
  try {
    await cluster.start({ withinMs: LIMIT_MS });
    await cluster.waitForSchemaAgreement();
  } catch (error) {
    await discard(pool, cluster);
    throw error;
  }
  const first = await fingerprintOf(cluster).catch(() => undefined);
  if (first !== undefined) await writeAtomically(firstFile(ring), JSON.stringify(first), OWNER_ONLY);
}

/** With the pool's lock, so that nobody finds half a ring and takes it. */
async function discard(pool: Pool, cluster: Cluster): Promise<void> {
  await alone(pool.lock, () => cluster.destroy());
}

async function giveBack(pool: Pool, { ring, user }: Place, idleShare: number): Promise<void> {
  await leave(user);
  if ((await readState(ring)) === undefined || (await usersOf(ring)).living.length > 0) return;
  await rm(readyFile(ring), { force: true });
  if ((await readFirst(ring)) === undefined) await destroy(ring);
  await destroyIdle(pool, idleShare);
}

/** Of the rings that nobody has, those that were given back first go until the others leave enough of the free memory, crashed ones before all. */
async function destroyIdle(pool: Pool, share: number): Promise<void> {
  const idle: { readonly ring: string; readonly bytes: number; readonly sinceMs: number }[] = [];
  for (const ring of await ringsOf(pool)) {
    const { living, crashed } = await usersOf(ring);
    const state = await readState(ring);
    if (living.length > 0 || state === undefined) continue;
    const { mtimeMs } = await stat(join(ring, 'users')).catch(() => ({ mtimeMs: 0 }));
    idle.push({ ring, bytes: ringMemoryBytes(state.nodes.length, state.settings.heapMb * MIB), sinceMs: crashed ? 0 : mtimeMs });
  }
  let roomBytes = (await availableMemoryBytes()) * share;
  for (const { ring, bytes } of idle.toSorted((a, b) => b.sinceMs - a.sinceMs)) {
    roomBytes -= bytes;
    if (roomBytes < 0) await destroy(ring);
  }
}

async function destroy(ring: string): Promise<void> {
  if ((await readState(ring)) !== undefined) await (await openCluster(ring)).destroy();
}

/** The folders of the pool's rings, or of those of one shape. */
async function ringsOf({ folder, prefix }: Pool, shape: string = ''): Promise<readonly string[]> {
  const names = (await readdir(folder)).filter((name) => name.startsWith(`${prefix}${shape}`) && !name.endsWith('.lock'));
  return names.toSorted().map((name) => join(folder, name));
}

async function readFirst(ring: string): Promise<Fingerprint | undefined> {
  const text = await readFile(firstFile(ring), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as Fingerprint);
}

/** What the ring was like before its first test. */
function firstFile(ring: string): string {
  return join(ring, 'first.json');
}

/** There while the ring's users have it as it was given to the first of them. */
function readyFile(ring: string): string {
  return join(ring, 'ready');
}

async function exists(file: string): Promise<boolean> {
  return await stat(file).then(
    () => true,
    () => false,
  );
}

async function alone<T>(lock: string, work: () => Promise<T>): Promise<T> {
  return await exclusively(lock, work, { clock: systemClock, withinMs: LIMIT_MS });
}

function shortHash(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 12);
}
