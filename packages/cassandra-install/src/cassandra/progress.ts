import { type JarLock, type LockedJar, parseCoordinates } from './jar-lock.ts';

/** How far {@link getCassandra} is. */
export interface GetProgress {
  /** `waiting` for another process that fetches the same, `fetching` with Maven, `checking` hashes, or `ready`. */
  readonly phase: 'waiting' | 'fetching' | 'checking' | 'ready';
  /** How many have come, as far as Maven's output tells; all of them once `ready`. */
  readonly jarsDone: number;
  /** How many the lock names, agents included. */
  readonly jarsTotal: number;
  /** The size of those jars, by the lock; a jar that is half there does not count. */
  readonly bytesDone: number;
  /** The size of all jars of the lock. */
  readonly bytesTotal: number;
  /** Since the call. */
  readonly elapsedMs: number;
}

/** Counts jars, and tells someone who wants to know. */
export interface ProgressMeter {
  /** Takes one line of Maven's output; when it turns to a jar, the jar before has come. */
  mavenLine(line: string): void;
  /** Enters a phase; `done` counts every jar as done. */
  enter(phase: GetProgress['phase'], done?: 'done'): void;
}

/** What the goal `copy` says when it turns to a jar: `group:artifact[:classifier]:version:jar`. */
const TURNS_TO = /^\[INFO\] Configured Artifact: (\S+)$/;

/**
 * Makes the meter of one call.
 *
 * @param tell called with every change
 * @param elapsedMs time since the call
 */
export function createProgressMeter(lock: JarLock, tell: (progress: GetProgress) => void, elapsedMs: () => number): ProgressMeter {
  const byName = new Map(lock.jars.map((jar) => [nameInMaven(jar), jar]));
  const bytesTotal = lock.jars.reduce((total, jar) => total + jar.sizeBytes, 0);
  const done = new Set<LockedJar>();
  let current: LockedJar | undefined;
  let phase: GetProgress['phase'] = 'fetching';
  const report = (): void => {
    let bytesDone = 0;
    for (const jar of done) bytesDone += jar.sizeBytes;
    tell({ phase, jarsDone: done.size, jarsTotal: lock.jars.length, bytesDone, bytesTotal, elapsedMs: elapsedMs() });
  };
  return {
    mavenLine(line) {
      const next = byName.get(TURNS_TO.exec(line)?.[1] ?? '');
      if (next === undefined) return;
      if (current !== undefined) done.add(current);
      current = next;
      report();
    },
    enter(next, all) {
      phase = next;
      if (all === 'done') for (const jar of lock.jars) done.add(jar);
      report();
    },
  };
}

function nameInMaven({ coordinates }: LockedJar): string {
  const { groupId, artifactId, classifier, version, type } = parseCoordinates(coordinates);
  return [groupId, artifactId, ...(classifier === undefined ? [] : [classifier]), version, type].join(':');
}
