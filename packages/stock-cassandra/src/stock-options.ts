/**
 * What the configuration folder of a Cassandra distribution hands to the JVM and to the node, as facts: the flags of `jvm-server.options` and
 * of the file for the Java version, and the active keys of `cassandra.yaml`. No registry carries the distribution itself, so a test that wants
 * a node as its scripts start it must be told what they say.
 */

/** Active lines of `jvm-server.options`, the same from 4.0 to 6.0. */
export const SERVER_OPTIONS: readonly string[] = [
  '-ea',
  '-da:net.openhft...',
  '-XX:+UseThreadPriorities',
  '-XX:+HeapDumpOnOutOfMemoryError',
  '-Xss256k',
  '-XX:+AlwaysPreTouch',
  '-XX:+UseTLAB',
  '-XX:+ResizeTLAB',
  '-XX:+UseNUMA',
  '-XX:+PerfDisableSharedMem',
  '-Djava.net.preferIPv4Stack=true',
];

const G1 = ['-XX:+UseG1GC', '-XX:+ParallelRefProcEnabled', '-XX:MaxGCPauseMillis=300', '-XX:InitiatingHeapOccupancyPercent=70'];
const NETTY = [
  '-Dio.netty.tryReflectionSetAccessible=true',
  '-Dio.netty.allocator.useCacheForAllThreads=true',
  '-Dio.netty.allocator.maxOrder=11',
];

/** Active lines of `jvm11-server.options` and `jvm17-server.options` beside those that open packages of the JDK. */
export const JAVA_OPTIONS: readonly string[] = ['-Djdk.attach.allowAttachSelf=true', ...G1, ...NETTY];

/** Active lines of `jvm17-server.options` of 5.0. */
export const JAVA_17_OPTIONS: readonly string[] = [
  ...JAVA_OPTIONS,
  '-XX:MaxTenuringThreshold=1',
  '-XX:G1HeapRegionSize=16m',
  '-XX:G1RSetUpdatingPauseTimePercent=5',
];

/** What `cassandra-env.sh` adds; the heap as `MAX_HEAP_SIZE` sets it. */
export function environmentOptions(heapMb: number, jammJar: string, logs: string, jmxPort: number): readonly string[] {
  return [
    `-Xlog:gc=info,heap*=trace,age*=debug,safepoint=info,promotion*=trace:file=${logs}/gc.log:time,uptime,pid,tid,level:filecount=10,filesize=10485760`,
    `-Xms${heapMb}M`,
    `-Xmx${heapMb}M`,
    `-javaagent:${jammJar}`,
    `-Dcassandra.jmx.local.port=${jmxPort}`,
    '-Dcom.sun.management.jmxremote.authenticate=false',
    '-Dcom.sun.management.jmxremote.password.file=/etc/cassandra/jmxremote.password',
  ];
}

/** Active keys of `cassandra.yaml`, for a node on `localhost`. */
export function stockYaml(version: string): Readonly<Record<string, unknown>> {
  const isOld = version.startsWith('4.0');
  return {
    cluster_name: 'Test Cluster',
    num_tokens: 16,
    hinted_handoff_enabled: true,
    partitioner: 'org.apache.cassandra.dht.Murmur3Partitioner',
    authenticator: 'AllowAllAuthenticator',
    authorizer: 'AllowAllAuthorizer',
    role_manager: 'CassandraRoleManager',
    disk_failure_policy: 'stop',
    commit_failure_policy: 'stop',
    commitlog_sync: 'periodic',
    ...(isOld ? { commitlog_sync_period_in_ms: 10_000 } : { commitlog_sync_period: '10000ms' }),
    concurrent_reads: 32,
    concurrent_writes: 32,
    start_native_transport: true,
    endpoint_snitch: 'SimpleSnitch',
    internode_compression: 'dc',
    storage_port: 7_000,
    native_transport_port: 9_042,
    listen_address: 'localhost',
    rpc_address: 'localhost',
    seed_provider: [{ class_name: 'org.apache.cassandra.locator.SimpleSeedProvider', parameters: [{ seeds: '127.0.0.1:7000' }] }],
  };
}
