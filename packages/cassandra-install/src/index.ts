/**
 * Cassandra's jars and a Java to run them: found, installed or fetched, and checked against a lock. Starts nothing.
 *
 * @packageDocumentation
 */
export { archiveFlags, archivePath, dumpFlags } from './cassandra/archive-key.ts';
export { assertExecutableFolder, prepareCache, ringsideCache } from './cassandra/cache-directory.ts';
export { type CassandraInstall, getCassandra, type GetCassandraOptions } from './cassandra/get-cassandra.ts';
export type { GetProgress } from './cassandra/progress.ts';
export { planPrune, prune, PRUNE_UNUSED_FOR_MS, type PrunableInstall, type PruneOptions } from './cassandra/prune-cache.ts';
export {
  cassandraLines,
  DEFAULT_CASSANDRA_VERSION,
  javaFor,
  lineOf,
  resolveCassandra,
  type SupportedCassandra,
  supportedCassandra,
} from './cassandra/versions.ts';
export { installErrors } from './errors.ts';
export { ensureJava, type EnsureJavaOptions, ensureMaven, type EnsureOptions, runInstall } from './java/ensure.ts';
export { fetchJava } from './java/fetch-java.ts';
export { chooseJava, findJava, type FindJavaOptions, type Java, listJava } from './java/find-java.ts';
export { jvmEnvironment, moduleFlags } from './java/jvm.ts';
export { findMaven, type Maven } from './java/find-maven.ts';
export { type Host, thisHost } from './java/host.ts';
export {
  type InstallPlan,
  type PackageManager,
  planForHost,
  planInstall,
  printPlan,
  type Privilege,
  type Tool,
} from './java/plan-install.ts';
