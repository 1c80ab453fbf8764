import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Bounds, type Clock, retry, type RetryPolicy, throwIfOver } from '@ringside/core';
import { diskFullOr, makeClaimedFolder, removeAbandonedFolders } from '@ringside/host';
import type { Java } from '../java/find-java.ts';
import type { Maven } from '../java/find-maven.ts';
import type { Host } from '../java/host.ts';
import { checkJars, isInstalled, jarPath, writeStamp } from './installed-jars.ts';
import type { JarLock } from './jar-lock.ts';
import { runDependencyGoal } from './maven.ts';
import { fetchPom } from './pom.ts';
import type { ProgressMeter } from './progress.ts';

const TEMPORARY = '.fetching-';
const TIMEOUT_MS = 30 * 60_000;
/** What stands in the way is moved away after each attempt, so there is nothing to wait for. */
const PUBLISHING: RetryPolicy = { attempts: 3, backoff: { firstMs: 0, factor: 1, mostMs: 0, jitter: 0 }, retries: () => true };

/** One fetch: what, from where, to where. */
export interface FetchJob extends Bounds {
  readonly lock: JarLock;
  /** The folder in which temporary folders are made; on the same file system as `directory`. */
  readonly cache: string;
  /** The folder that the jars are to be in at the end. */
  readonly directory: string;
  readonly host: Host;
  readonly maven: Maven;
  readonly java: Java;
  readonly meter: ProgressMeter;
  readonly clock: Clock;
  readonly timeoutMs?: number | undefined;
}

/**
 * Fetches every locked jar with Maven into a temporary folder, checks each, and only then gives the folder its name. Whatever goes
 * wrong, the temporary folder is removed; those of processes that were killed are removed by the next fetch.
 *
 * @throws OpsError `DEPENDENCY_FETCH_FAILED`, `HASH_MISMATCH`, `MAVEN_MISSING`, `DISK_FULL`, `ABORTED`
 */
export async function fetchJars(job: FetchJob): Promise<void> {
  const { lock, cache, host, meter, signal, deadline } = job;
  await removeAbandonedFolders(cache, TEMPORARY);
  const { path: temporary, release } = await makeClaimedFolder(cache, TEMPORARY).catch((error: unknown) => {
    throw diskFullOr(error, cache);
  });
  const fetched = join(temporary, 'fetched');
  const finished = join(temporary, 'finished');
  try {
    await mkdir(fetched, { recursive: true });
    meter.enter('fetching');
    await runDependencyGoal(
      'copy',
      { outputDirectory: fetched },
      {
        executable: job.maven.executable,
        javaHome: job.java.home,
        host,
        pom: fetchPom(lock),
        directory: temporary,
        timeoutMs: job.timeoutMs ?? TIMEOUT_MS,
        signal,
        deadline,
        onLine: (line) => meter.mavenLine(line),
        purpose: `the jars of Cassandra ${lock.version}`,
      },
    );
    meter.enter('checking', 'done');
    await checkJars(fetched, lock, (jar) => join(fetched, jar.file));
    throwIfOver(job, 'Fetching jars');
    await arrange(fetched, finished, lock);
    await publish(finished, job);
    // Once more: the Maven of a killed process lives on for a while, and makes its folder anew.
    await removeAbandonedFolders(cache, TEMPORARY);
  } catch (error) {
    throw diskFullOr(error, cache);
  } finally {
    release();
    await rm(temporary, { recursive: true, force: true });
  }
}

async function arrange(fetched: string, finished: string, lock: JarLock): Promise<void> {
  for (const folder of ['lib', 'agents']) await mkdir(join(finished, folder), { recursive: true });
  for (const jar of lock.jars) await rename(join(fetched, jar.file), jarPath(finished, jar));
  await writeStamp(finished, lock);
}

/** A damaged install makes way; a sound one, put there meanwhile by another process, stays. */
async function publish(finished: string, { directory, lock, clock }: FetchJob): Promise<void> {
  const work = async (attempt: number): Promise<void> => {
    if (attempt > 1) {
      if (await isInstalled(directory, lock, true)) return;
      await rename(directory, `${finished}-damaged-${attempt}`).catch(() => undefined);
    }
    await rename(finished, directory);
  };
  await retry(PUBLISHING, work, { clock, random: Math.random });
}
