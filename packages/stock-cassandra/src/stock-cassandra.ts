import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, copyFileSync, linkSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type CassandraInstall, moduleFlags } from '@ringside/cassandra-install';
import { metOrThrow, systemClock, waitUntil } from '@ringside/core';
import { identityOf, isPortOpen, isRunning, killAndWait } from '@ringside/host';
import { stringify } from 'yaml';
import { environmentOptions, JAVA_OPTIONS, SERVER_OPTIONS, stockYaml } from './stock-options.ts';

/** How a {@link StockCassandra} is set up. */
export interface StockOptions {
  /** The Cassandra to run. */
  readonly install: CassandraInstall;
  /** An empty folder: its home. */
  readonly home: string;
  /** The IP address that it listens at. */
  readonly address: string;
  /** The TCP port for CQL. */
  readonly nativePort: number;
  /** The TCP port for other nodes. */
  readonly storagePort: number;
  /** The TCP port for JMX. */
  readonly jmxPort: number;
  /** Over the stock settings. */
  readonly yaml?: Readonly<Record<string, unknown>>;
  /** The user to run as; needs root. Default: this one. */
  readonly uid?: number | undefined;
}

const UP_LIMIT_MS = 240_000;
const HEAP_MB = 384;

/**
 * A Cassandra that was installed and started the way its distribution does it: a home with `conf`, `lib`, `data` and `logs`, a script that
 * collects the JVM's options from the files of `conf` word by word, and `conf` first on the class path. Nothing in it is Ringside's.
 */
export class StockCassandra {
  /** The IP address that it listens at. */
  readonly address: string;
  /** Its folder of configuration. */
  readonly conf: string;
  /** Its folder of logs. */
  readonly logs: string;
  readonly #options: StockOptions;
  #child: ChildProcess | undefined;

  constructor(options: StockOptions) {
    this.#options = options;
    this.address = options.address;
    this.conf = join(options.home, 'conf');
    this.logs = join(options.home, 'logs');
    this.#lay();
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  /** Puts a file into its folder of configuration, for nobody but its user. */
  give(name: string, content: string): string {
    const { uid } = this.#options;
    const file = join(this.conf, name);
    writeFileSync(file, content, { mode: 0o600 });
    if (uid !== undefined) chownSync(file, uid, uid);
    return file;
  }

  /** Starts it and waits until it answers CQL. */
  async start(...extraOptions: readonly string[]): Promise<void> {
    const { home, uid, address, nativePort } = this.#options;
    const log = openSync(join(home, 'console.log'), 'a', 0o644);
    const user = uid === undefined ? {} : { uid, gid: uid };
    this.#child = spawn('/bin/sh', [join(home, 'bin.sh'), ...extraOptions], {
      cwd: home,
      env: { PATH: process.env['PATH'], HOME: home, MALLOC_ARENA_MAX: '4' },
      stdio: ['ignore', log, log],
      ...user,
    });
    await once(this.#child, 'spawn');
    const identity = identityOf(this.pid);
    const up = async (): Promise<true | undefined> => {
      if (!isRunning(identity)) throw new Error(`it ended: ${this.console().slice(-2_000)}`);
      return (await isPortOpen({ address, port: nativePort })) ? true : undefined;
    };
    const result = await waitUntil(up, { clock: systemClock, pollMs: 500, withinMs: UP_LIMIT_MS });
    metOrThrow(result, `Starting Cassandra at ${address}`, undefined);
  }

  /** What it printed to its console so far. */
  console(): string {
    return readFileSync(join(this.#options.home, 'console.log'), 'utf8');
  }

  /** Ends it at once. */
  async stop(): Promise<void> {
    const identity = identityOf(this.pid);
    await killAndWait(() => (isRunning(identity) ? [identity] : []), systemClock);
  }

  #lay(): void {
    const { install, home, uid } = this.#options;
    for (const folder of ['', 'conf', 'lib', 'data', 'logs']) {
      mkdirSync(join(home, folder), { recursive: true });
      if (uid !== undefined) chownSync(join(home, folder), uid, uid);
    }
    for (const jar of install.classPath) place(jar, join(home, 'lib', basename(jar)));
    for (const [name, text] of Object.entries(this.#confFiles())) {
      writeFileSync(join(this.conf, name), text);
      if (uid !== undefined) chownSync(join(this.conf, name), uid, uid);
    }
    writeFileSync(join(home, 'bin.sh'), this.#script());
  }

  #confFiles(): Readonly<Record<string, string>> {
    const { install, address, nativePort, storagePort, yaml, home } = this.#options;
    const own = {
      listen_address: address,
      rpc_address: address,
      native_transport_port: nativePort,
      storage_port: storagePort,
      data_file_directories: [join(home, 'data', 'data')],
      seed_provider: [
        { class_name: 'org.apache.cassandra.locator.SimpleSeedProvider', parameters: [{ seeds: `${address}:${storagePort}` }] },
      ],
    };
    const options = (lines: readonly string[]): string => `# one flag a line\n\n${lines.join('\n')}\n`;
    return {
      'cassandra.yaml': stringify({ ...stockYaml(install.version), ...own, ...yaml }),
      'jvm-server.options': options(SERVER_OPTIONS),
      [`jvm${install.java.major}-server.options`]: options([...JAVA_OPTIONS, ...moduleFlags]),
      'logback.xml': LOGBACK,
    };
  }

  /** What `bin/cassandra` with its includes comes to: the options of the files, those of `cassandra-env.sh`, the class path, the main class. */
  #script(): string {
    const { install, home, jmxPort } = this.#options;
    const jamm = join(home, 'lib', basename(install.jammJar));
    const environment = environmentOptions(HEAP_MB, jamm, this.logs, jmxPort).map((each) => `'${each}'`);
    return [
      `for file in '${this.conf}'/jvm-server.options '${this.conf}'/jvm${install.java.major}-server.options; do`,
      `  for option in \`grep '^-' "$file"\`; do JVM_OPTS="$JVM_OPTS $option"; done`,
      'done',
      `CLASSPATH='${this.conf}'`,
      `for jar in '${home}'/lib/*.jar; do CLASSPATH="$CLASSPATH:$jar"; done`,
      `exec '${install.java.executable}' $JVM_OPTS ${environment.join(' ')} $JVM_EXTRA_OPTS "$@" \\`,
      `  -Dlogback.configurationFile=logback.xml -Dcassandra.logdir='${this.logs}' -Dcassandra.storagedir='${join(home, 'data')}' \\`,
      `  -Dcassandra-foreground=yes -cp "$CLASSPATH" org.apache.cassandra.service.CassandraDaemon`,
      '',
    ].join('\n');
  }
}

/** The jars are in a folder that only this user can enter: another user's node needs them elsewhere. */
function place(jar: string, to: string): void {
  try {
    linkSync(jar, to);
  } catch {
    copyFileSync(jar, to);
  }
}

const LOGBACK = `<configuration>
  <appender name="STDOUT" class="ch.qos.logback.core.ConsoleAppender">
    <encoder><pattern>%-5level [%thread] %date{ISO8601} %F:%L - %msg%n</pattern></encoder>
  </appender>
  <root level="INFO"><appender-ref ref="STDOUT"/></root>
</configuration>
`;
