import { errors, nearest } from '@ringside/core';

/** The Cassandra that is used unless another is asked for. */
export const DEFAULT_CASSANDRA_VERSION = '5.0.9';

/** What must be known of a Cassandra version before it is fetched. */
export interface SupportedCassandra {
  /** The Java feature releases that run it here, most wanted first. */
  readonly java: readonly number[];
}

/**
 * The Cassandra versions whose jars are locked, oldest first; within a line the newest patch is the last.
 *
 * Cassandra 5.0 runs on 11 and 17, 4.x on 8 and 11 (`NEWS.txt`; later ones refuse to start or lack the security manager), and 6.0 is compiled
 * for 17. Java 8 is left out because no Jolokia 2 agent runs on it.
 */
export const supportedCassandra: Readonly<Record<string, SupportedCassandra>> = {
  '4.0.19': { java: [11] },
  '4.1.10': { java: [11] },
  '5.0.9': { java: [17, 11] },
  '6.0-alpha2': { java: [17] },
};

/** The lines of Cassandra that are supported, oldest first: `4.0`, `4.1`, … Each stands for its newest locked patch. */
export const cassandraLines: readonly string[] = [...new Set(Object.keys(supportedCassandra).map(lineOf))];

/** The line that a version belongs to: `4.1` of `4.1.10`, `6.0` of `6.0-alpha2`. */
export function lineOf(version: string): string {
  return /^\d+\.\d+/.exec(version)?.[0] ?? version;
}

/**
 * The exact version that is meant by a line or an exact version.
 *
 * @param asked such as `4.1` or `4.1.10`
 * @throws OpsError `INVALID_ARGUMENT` for a version that is not locked; the message names the nearest, the remedy all of them
 *
 * @example
 * ```ts
 * resolveCassandra('5.0'); // '5.0.9'
 * ```
 */
export function resolveCassandra(asked: string): string {
  if (Object.hasOwn(supportedCassandra, asked)) return asked;
  const newest = Object.keys(supportedCassandra).findLast((version) => lineOf(version) === asked);
  if (newest !== undefined) return newest;
  const known = [...cassandraLines, ...Object.keys(supportedCassandra)];
  const near = known.find((version) => version.startsWith(`${asked}.`)) ?? nearest(asked, known.toReversed());
  throw errors.INVALID_ARGUMENT({
    message: `Cassandra ${asked} is not supported${near === undefined ? '' : `; did you mean ${near}?`}`,
    remedy: `Use one of ${known.join(', ')}.`,
  });
}

/**
 * The Java feature releases that run a Cassandra version, most wanted first.
 *
 * @throws OpsError `INVALID_ARGUMENT` as {@link resolveCassandra} does
 */
export function javaFor(version: string): readonly number[] {
  return supportedCassandra[resolveCassandra(version)]?.java ?? [];
}
