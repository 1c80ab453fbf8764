export { ringsideCache } from './get/cache-directory.ts';
export { getCassandra, type GetCassandraOptions } from './get/get-cassandra.ts';
export type { GetProgress } from './get/progress.ts';
export { DEFAULT_CASSANDRA_VERSION, javaFor, supportedCassandra } from './get/versions.ts';
export { ensureJava, type EnsureJavaOptions, ensureMaven, type EnsureOptions, runInstall } from './java/ensure.ts';
export { chooseJava, findJava, type FindJavaOptions, type Java, listJava } from './java/find-java.ts';
export { findMaven, type Maven } from './java/find-maven.ts';
export { type Host, thisHost } from './java/host.ts';
export { type InstallPlan, planForHost, planInstall, printPlan } from './java/plan-install.ts';
