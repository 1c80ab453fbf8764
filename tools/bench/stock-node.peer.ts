import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CassandraInstall, moduleFlags } from '@ringside/cassandra-install';
import { cassandraNodeErrors } from '@ringside/cassandra-node';
import { systemClock, waitUntil } from '@ringside/core';
import { JAVA_17_OPTIONS, SERVER_OPTIONS, stockYaml } from '@ringside/stock-cassandra';
import { stringify } from 'yaml';

const LIMIT_MS = 180_000;
const NATIVE_PORT = 9042;
const MS_PER_TICK = 10;

/**
 * What makes the peer faster than Cassandra as it is shipped, so that work is compared with work and not with sleep: the heap of a 4 GiB
 * machine (`cassandra-env.sh` would take a quarter of this one's memory, all touched at the start), and no wait for gossip to settle,
 * which Cassandra itself leaves out only on 127.0.0.1.
 */
const CONCESSIONS = ['-Xms1024M', '-Xmx1024M', '-Dcassandra.skip_wait_for_gossip_to_settle=0'];

/**
 * The settings of the distribution, but for `allocate_tokens_for_local_replication_factor`, which would make the first node of a ring wait for 30 s: a
 * concession too.
 */
function settings({ version }: CassandraInstall, address: string): string {
  return stringify({
    ...stockYaml(version),
    commitlog_segment_size: '32MiB',
    concurrent_counter_writes: 32,
    concurrent_materialized_view_writes: 32,
    memtable_allocation_type: 'heap_buffers',
    listen_address: address,
    rpc_address: address,
    seed_provider: [{ class_name: 'org.apache.cassandra.locator.SimpleSeedProvider', parameters: [{ seeds: address }] }],
  });
}

/** What one start took. */
export interface StartFigures {
  /** From the start of the process to the first CQL connection. */
  readonly wallMs: number;
  /** User and system time of the process in that time. */
  readonly cpuMs: number;
}

/** Starts Cassandra from the same jars with stock flags and stock settings in a new folder, measures, and ends it. */
export async function startStockNode(install: CassandraInstall, signal: AbortSignal): Promise<StartFigures> {
  const startMs = performance.now();
  const node = await openStockNode(install, signal);
  try {
    return { wallMs: performance.now() - startMs, cpuMs: await cpuMsOf(node.pid) };
  } finally {
    await node.stop();
  }
}

/** A stock node that runs. */
export interface StockNode {
  /** Where it listens to CQL clients, at port 9042. */
  readonly address: string;
  readonly pid: number;
  /** Ends it, and removes its folder. */
  stop(): Promise<void>;
}

/**
 * Starts such a node, and leaves it running.
 *
 * @param flags of the JVM, besides the stock ones
 */
export async function openStockNode(
  install: CassandraInstall,
  signal: AbortSignal,
  flags: (address: string, directory: string) => Promise<readonly string[]> = async () => [],
): Promise<StockNode> {
  const directory = await mkdtemp(join(tmpdir(), 'ringside-stock-'));
  const address = `127.${randomInt(30, 60)}.${randomInt(1, 250)}.1`;
  const conf = join(directory, 'conf');
  await mkdir(conf);
  await writeFile(join(conf, 'cassandra.yaml'), settings(install, address));
  await writeFile(join(conf, 'logback.xml'), LOGBACK);
  const more = await flags(address, directory);
  const child = spawn(install.java.executable, stockArguments(install, directory, conf, more), { cwd: directory, stdio: 'ignore' });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
    await rm(directory, { recursive: true, force: true });
  };
  try {
    await cqlOpen(child, address, signal);
    return { address, pid: child.pid as number, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function stockArguments(install: CassandraInstall, directory: string, conf: string, more: readonly string[]): string[] {
  return [
    ...moduleFlags,
    ...SERVER_OPTIONS,
    ...JAVA_17_OPTIONS,
    ...CONCESSIONS,
    ...more,
    `-javaagent:${install.jammJar}`,
    `-Djava.io.tmpdir=${directory}`,
    '-Dcassandra-foreground=yes',
    `-Dcassandra.config=file://${conf}/cassandra.yaml`,
    `-Dcassandra.storagedir=${join(directory, 'storage')}`,
    `-Dcassandra.logdir=${directory}`,
    '-cp',
    [...install.classPath, conf].join(':'),
    'org.apache.cassandra.service.CassandraDaemon',
  ];
}

async function cqlOpen(child: ChildProcess, address: string, signal: AbortSignal): Promise<void> {
  const probe = async (): Promise<true | undefined> => ((await isOpen(address)) || child.exitCode !== null ? true : undefined);
  const result = await waitUntil(probe, { clock: systemClock, pollMs: 20, withinMs: LIMIT_MS, signal });
  if (result.outcome === 'met' && child.exitCode === null) return;
  throw cassandraNodeErrors.CASSANDRA_DIED({ message: 'The stock node did not start' });
}

function isOpen(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port: NATIVE_PORT });
    socket.once('connect', () => resolve(socket.destroy() !== undefined));
    socket.once('error', () => resolve(false));
  });
}

/** User and system time of a process so far, from fields 14 and 15 of `/proc/<pid>/stat` (proc(5)); `NaN` off Linux. */
export async function cpuMsOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK;
}

/** As `conf/logback.xml`: system.log at INFO, debug.log at DEBUG with the place of the call, through a queue. */
const LOGBACK = `<configuration scan="true" scanPeriod="60 seconds">
  <appender name="SYSTEMLOG" class="ch.qos.logback.core.FileAppender">
    <filter class="ch.qos.logback.classic.filter.ThresholdFilter"><level>INFO</level></filter>
    <file>\${cassandra.logdir}/system.log</file>
    <encoder><pattern>%-5level [%thread] %date{ISO8601} %F:%L - %msg%n</pattern></encoder>
  </appender>
  <appender name="DEBUGLOG" class="ch.qos.logback.core.FileAppender">
    <file>\${cassandra.logdir}/debug.log</file>
    <encoder><pattern>%-5level [%thread] %date{ISO8601} %F:%L - %msg%n</pattern></encoder>
  </appender>
  <appender name="ASYNCDEBUGLOG" class="ch.qos.logback.classic.AsyncAppender">
    <queueSize>1024</queueSize>
    <discardingThreshold>0</discardingThreshold>
    <includeCallerData>true</includeCallerData>
    <appender-ref ref="DEBUGLOG"/>
  </appender>
  <root level="INFO">
    <appender-ref ref="SYSTEMLOG"/>
    <appender-ref ref="ASYNCDEBUGLOG"/>
  </root>
  <logger name="org.apache.cassandra" level="DEBUG"/>
</configuration>
`;
