import { randomUUID } from 'node:crypto';
import { access, mkdir, rename, rm } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { writeAtomically } from '@ringside/host';
import { archivePath, type CassandraInstall, jvmEnvironment, moduleFlags } from '@ringside/cassandra-install';
import type { LocalNodePaths } from './local-node.ts';
import { runProgram, type ToolOutput, type ToolResult } from './program.ts';

/** One of Cassandra's own programs, to be run for a node. */
export interface ToolPlan {
  /** For messages: `nodetool`. */
  readonly name: string;
  /** The class with its `main`, such as `org.apache.cassandra.tools.NodeTool`. */
  readonly mainClass: string;
  /** For the tool's `main`, unquoted. Every user of the machine can see them: no secret. */
  readonly arguments: readonly string[];
  /** Whose Java and jars run it: of the node's own version. */
  readonly install: CassandraInstall;
  /** The node's, for its configuration and data, and for the tool's history. */
  readonly paths: LocalNodePaths;
  /** Whether what the tool prints is collected for the caller or goes straight to this process's streams. */
  readonly output: ToolOutput;
  /** True when this run does enough to make the class-data archive of later ones. */
  readonly trains: boolean;
  /** What the reader should know after an interrupt, where something goes on without the tool. */
  readonly afterInterrupt?: string | undefined;
  /** Ends the tool; what it made the node begin may continue there. */
  readonly signal?: AbortSignal | undefined;
}

/** A JVM that lives for a second: one collector thread, the quick compiler only, and no word of its own on the tool's streams. */
const SMALL_JVM = ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-XX:-UsePerfData', '-Xshare:auto', '-Xlog:disable', '-Xmx256m'];

/** Warnings of Cassandra's own go to standard error, as its `logback-tools.xml` has it. */
const LOGBACK = `<configuration>
  <appender name="STDERR" class="ch.qos.logback.core.ConsoleAppender">
    <target>System.err</target>
    <encoder>
      <pattern>%-5level %date{ISO8601} %msg%n</pattern>
    </encoder>
  </appender>
  <root level="WARN">
    <appender-ref ref="STDERR"/>
  </root>
</configuration>
`;

/**
 * Runs one of Cassandra's tools with a node's configuration, out of the node's own jars. It does not talk to the node by itself and
 * listens nowhere. The first run of a tool leaves a class-data archive in the cache, which takes a third off every later one.
 *
 * @throws OpsError `ABORTED`, `JAVA_MISSING`
 */
export async function runTool(plan: ToolPlan): Promise<ToolResult> {
  const { install, paths } = plan;
  const logback = join(paths.conf, 'logback-tools.xml');
  await writeAtomically(logback, LOGBACK, 0o600);
  const archive = await toolArchive(plan);
  const properties = {
    'cassandra.config': `file://${paths.conf}/cassandra.yaml`,
    'cassandra.storagedir': paths.storage,
    'cassandra.logdir': paths.logs,
    'logback.configurationFile': logback,
    'java.io.tmpdir': paths.temporary,
    'java.net.preferIPv4Stack': 'true',
    // nodetool keeps a history of its commands below it.
    'user.home': paths.root,
  };
  const flags = Object.entries(properties).map(([key, value]) => `-D${key}=${value}`);
  const classPath = [...install.classPath, paths.conf].join(delimiter);
  const program = {
    name: plan.name,
    executable: install.java.executable,
    arguments: [...moduleFlags, ...SMALL_JVM, ...archive.flags, ...flags, '-cp', classPath, plan.mainClass, ...plan.arguments],
    environment: jvmEnvironment(process.env),
    output: plan.output,
    afterInterrupt: plan.afterInterrupt,
  };
  let whole = false;
  try {
    const result = await runProgram(program, plan.signal);
    whole = result.exitCode < FIRST_SIGNAL_CODE;
    return result;
  } finally {
    await archive.settle(whole);
  }
}

/** From here on, an exit code says that a signal ended the JVM, and an archive may be cut off. */
const FIRST_SIGNAL_CODE = 128;

/** A class-data archive to map, or to make. */
interface ToolArchive {
  readonly flags: readonly string[];
  /** Puts an archive that was made in its place, or throws it away when it may not be whole. */
  settle(whole: boolean): Promise<void>;
}

const NO_ARCHIVE: ToolArchive = { flags: [], settle: () => Promise.resolve() };

/** Two that make it at once do not disturb each other: each writes a file of its own, and the last rename wins. */
async function toolArchive({ install, mainClass, trains }: ToolPlan): Promise<ToolArchive> {
  const base = await archivePath(install, []);
  if (base === undefined) return NO_ARCHIVE;
  const archive = base.replace(/\.jsa$/, `-${mainClass.split('.').at(-1)}.jsa`);
  if (await exists(archive)) return { ...NO_ARCHIVE, flags: [`-XX:SharedArchiveFile=${archive}`] };
  if (!trains) return NO_ARCHIVE;
  const temporary = `${archive}.${randomUUID()}`;
  const made = await mkdir(dirname(archive), { recursive: true }).then(
    () => true,
    () => false,
  );
  if (!made) return NO_ARCHIVE;
  const settle = async (whole: boolean): Promise<void> => {
    if (whole) await rename(temporary, archive).catch(() => undefined);
    await rm(temporary, { force: true });
  };
  return { flags: [`-XX:ArchiveClassesAtExit=${temporary}`], settle };
}

function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
