import { nearest, OpsError } from '@ringside/core';

/** The Cassandra that is used unless another is asked for. */
export const DEFAULT_CASSANDRA_VERSION = '5.0.9';

/**
 * The Cassandra versions whose jars are locked, with the Java feature releases that run them here, most wanted first.
 *
 * Cassandra 5.0 runs on 11 and 17, 4.x on 8 and 11 (`NEWS.txt`; later ones refuse to start or lack the security manager). Java 8 is
 * left out because no Jolokia 2 agent runs on it.
 */
export const supportedCassandra: Readonly<Record<string, { readonly java: readonly number[] }>> = {
  '4.0.19': { java: [11] },
  '4.1.10': { java: [11] },
  '5.0.9': { java: [17, 11] },
};

/**
 * The Java feature releases that run a Cassandra version, most wanted first.
 *
 * @throws OpsError `INVALID_ARGUMENT` for a version that is not locked; the remedy names the nearest and all of them
 */
export function javaFor(version: string): readonly number[] {
  const supported = Object.hasOwn(supportedCassandra, version) ? supportedCassandra[version] : undefined;
  if (supported !== undefined) return supported.java;
  const known = Object.keys(supportedCassandra);
  const near = nearest(version, known);
  throw new OpsError('INVALID_ARGUMENT', {
    message: `Cassandra ${version} is not supported${near === undefined ? '' : `; did you mean ${near}?`}`,
    remedy: `Use one of ${known.join(', ')}.`,
  });
}
