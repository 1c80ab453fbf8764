import { mkdir, readFile } from 'node:fs/promises';
import { installErrors } from '@ringside/cassandra-install';
import {
  type Bounds,
  boundsWithin,
  type Clock,
  leftMs,
  metOrThrow,
  type OpsError,
  spanOrDefault,
  throwIfAborted,
  throwIfOver,
  waitUntil,
} from '@ringside/core';
import {
  type DetachedPlan,
  findProcesses,
  isPaused,
  isPortOpen,
  isRunning,
  type ProcessIdentity,
  readProcessFile,
  removeProcessFile,
  residentBytes,
  signalProcess,
  spawnDetached,
  writeProcessFile,
} from '@ringside/host';
import { createJolokiaControl } from '@ringside/jolokia-control';
import type { NodeControl } from '@ringside/node-control';
import { cassandraNodeErrors } from './errors.ts';
import { deathReason } from './log/death.ts';
import { joinFailure } from './log/join-failure.ts';
import { readTail, sizeOf } from './log/logs.ts';
import type { NodePaths } from './paths.ts';
import type { NodeIdentity, NodePorts } from './spec.ts';

const START_LIMIT_MS = 180_000;
const STOP_LIMIT_MS = 30_000;
/** A start takes seconds of all processors: asking more often takes them from the nodes, and saves nobody's time. */
const START_POLL_MS = 100;
const STOP_POLL_MS = 20;
const LOG_POLL_MS = 500;

/** Bounds of a call that waits. */
export interface WaitBounds extends Bounds {
  /** How long the whole call may take; a deadline may end it sooner. Each call has its own default, for where there is neither. */
  readonly withinMs?: number | undefined;
}

/** What a {@link ClusterNode} is made of. */
export interface ClusterNodeInit {
  /** What stays the same from start to start. */
  readonly identity: NodeIdentity;
  /** On which the node listens, at its own address. */
  readonly ports: NodePorts;
  /** Where its files are; a later launcher finds the running process by them. */
  readonly paths: NodePaths;
  /** Measures waits for the node's start and stop. */
  readonly clock: Clock;
  /** Gets what the node is started with, which may take minutes, and touches nothing of the node. What that gives writes its files and says what to run. */
  readonly prepare: (bounds: Bounds) => Promise<() => Promise<DetachedPlan>>;
}

/**
 * One Cassandra node of a ring on this machine. Its process is found again through a file in the ring's folder, so any number of
 * launchers may hold the same node.
 */
export class ClusterNode {
  /** `node1`, `node2`, … */
  readonly name: string;
  /** The loopback address of all its ports. */
  readonly address: string;
  /** The datacenter that it says it is in. */
  readonly datacenter: string;
  /** The rack that it says it is in. */
  readonly rack: string;
  /** Decimal tokens as they were planned. */
  readonly tokens: readonly string[];
  /** The port of CQL; the same on every node of the ring. */
  readonly nativePort: number;
  /** The port on which nodes talk to each other; the same on every node of the ring. */
  readonly storagePort: number;
  /** The port of the management interface; the same on every node of the ring. */
  readonly controlPort: number;
  /** Base address of the management interface, which listens on the node's own address only. */
  readonly controlUrl: string;
  /** The file with the secret of the management interface, which only its owner may read. Each start of the node writes a new one into it. */
  readonly controlSecretFile: string;
  /** Asks and tells the node through its management interface; every call fails while the node is down. */
  readonly control: NodeControl;
  /** Where its files lie. */
  readonly paths: NodePaths;
  readonly #clock: Clock;
  readonly #prepare: ClusterNodeInit['prepare'];
  readonly #bootstraps: boolean;
  #logStart = 0;

  constructor({ identity, ports, paths, clock, prepare }: ClusterNodeInit) {
    this.name = identity.name;
    this.address = identity.address;
    this.datacenter = identity.datacenter;
    this.rack = identity.rack;
    this.tokens = identity.tokens;
    this.nativePort = ports.native;
    this.storagePort = ports.storage;
    this.controlPort = ports.control;
    this.controlUrl = `http://${identity.address}:${ports.control}/jolokia/`;
    this.controlSecretFile = paths.secret;
    this.control = createJolokiaControl({ url: this.controlUrl, secret: () => readSecret(paths.secret), clock });
    this.paths = paths;
    this.#clock = clock;
    this.#prepare = prepare;
    this.#bootstraps = identity.bootstrap;
  }

  /**
   * The id of the running process, paused or not; `undefined` when the node is down. A process that nobody recorded, because its launcher
   * died right after it had started it, is found by its command line, which names the node's storage folder, and recorded.
   */
  async pid(): Promise<number | undefined> {
    const recorded = await this.#process();
    if (recorded !== undefined) return recorded.pid;
    const [found] = findProcesses((line) => line.has(`-Dcassandra.storagedir=${this.paths.storage}`));
    if (found === undefined) return undefined;
    await writeProcessFile(this.paths.process, found);
    return found.pid;
  }

  /** True while the process runs and is not paused. */
  async isRunning(): Promise<boolean> {
    const pid = await this.pid();
    return pid !== undefined && !isPaused(pid);
  }

  /**
   * Starts the process and resolves at once; nothing happens when it runs already. See {@link waitForCql}. Gets Cassandra first, where it is missing.
   *
   * @throws OpsError `ABORTED` and `OPERATION_TIMED_OUT`, before anything was started; `JAVA_MISSING`
   */
  async launch(bounds: Bounds = {}): Promise<void> {
    throwIfOver(bounds, `Starting ${this.name}`);
    if ((await this.pid()) !== undefined) return;
    const write = await this.#prepare(bounds);
    const plan = await write();
    await mkdir(this.paths.logs, { recursive: true });
    this.#logStart = await sizeOf(this.paths.systemLog);
    throwIfOver(bounds, `Starting ${this.name}`);
    await writeProcessFile(this.paths.process, await spawnNode(plan));
  }

  /**
   * Starts the process and waits until CQL is open. Fails as {@link launch} and {@link waitForCql} do.
   *
   * @param bounds within 180 s by default. Getting Cassandra, where it is missing, does not count: only signal and deadline end that
   */
  async start(bounds: WaitBounds = {}): Promise<void> {
    await this.launch({ signal: bounds.signal, deadline: bounds.deadline });
    await this.waitForCql(bounds);
  }

  /**
   * Waits until the node accepts CQL connections.
   *
   * @param bounds within 180 s by default
   * @throws OpsError `CASSANDRA_DIED` with the reason from its log, `NODE_REFUSED` when it gave up joining the ring, `OPERATION_TIMED_OUT` or
   * `ABORTED`
   */
  async waitForCql({ withinMs, signal, deadline }: WaitBounds = {}): Promise<void> {
    const limitMs = spanOrDefault(START_LIMIT_MS, { withinMs, deadline });
    let lookMs = this.#clock.monotonicMs();
    const probe = async (): Promise<'open' | OpsError | undefined> => {
      const open = await isPortOpen({ address: this.address, port: this.nativePort });
      const death = await this.death();
      if (death !== undefined || open) return death ?? 'open';
      if (!this.#bootstraps || this.#clock.monotonicMs() < lookMs) return undefined;
      lookMs = this.#clock.monotonicMs() + LOG_POLL_MS;
      return await joinFailure(this.name, this.paths, this.#logStart);
    };
    const result = await waitUntil(probe, { clock: this.#clock, pollMs: START_POLL_MS, withinMs: limitMs, signal, deadline });
    const end = metOrThrow(result, `Starting ${this.name}`, signal);
    if (end !== 'open') throw end;
  }

  /** Why the process does not run, from its logs: an OpsError `CASSANDRA_DIED`; `undefined` while it runs. */
  async death(): Promise<OpsError | undefined> {
    if ((await this.#process()) !== undefined) return undefined;
    const reason = await deathReason(this.paths, this.#logStart);
    return cassandraNodeErrors.CASSANDRA_DIED({
      message: `${this.name} stopped while starting: ${reason}`,
      remedy: `Mend the cause, then start it again; its log is ${this.paths.systemLog}.`,
      details: { node: this.name, reason },
    });
  }

  /**
   * Stops the node in order: it announces itself as leaving, flushes and exits. A node that does not in time is killed.
   *
   * @param bounds within 30 s by default
   * @returns true when it was down or ended by itself, false when it was killed
   * @throws OpsError `ABORTED`; `OPERATION_TIMED_OUT` when the deadline has passed before, and then the node still runs
   */
  async stop({ withinMs, ...bounds }: WaitBounds = {}): Promise<boolean> {
    throwIfOver(bounds, `Stopping ${this.name}`);
    await this.pid();
    await this.#signal('SIGTERM');
    // A stopped process takes the signal only when it runs again.
    await this.#signal('SIGCONT');
    const ended = await this.#waitGone(spanOrDefault(STOP_LIMIT_MS, { withinMs, ...bounds }), bounds);
    throwIfAborted(bounds.signal, `Stopping ${this.name}`);
    if (ended) await removeProcessFile(this.paths.process);
    else await this.kill();
    return ended;
  }

  /** Drains the node, so that its commit log is empty, and stops it. One that is down is left as it is. */
  async drainAndStop(bounds: WaitBounds = {}): Promise<void> {
    throwIfOver(bounds, `Stopping ${this.name}`);
    if ((await this.pid()) === undefined) return;
    const { signal, deadline } = this.#shared(bounds);
    await this.control.drain({ signal, ...(deadline !== undefined && { withinMs: leftMs(deadline) }) });
    await this.stop({ signal, deadline });
  }

  /**
   * Stops the node in order and starts it again. Gets Cassandra first, where it is missing: the node runs meanwhile, and stays up when that fails.
   *
   * @param bounds of stopping and starting; getting Cassandra does not count, as in {@link start}
   */
  async restart(bounds: WaitBounds = {}): Promise<void> {
    throwIfOver(bounds, `Restarting ${this.name}`);
    await this.#prepare({ signal: bounds.signal, deadline: bounds.deadline });
    const shared = this.#shared(bounds);
    await this.stop(shared);
    await this.start(shared);
  }

  /** Ends the process as a power cut would (`SIGKILL`) and waits until it is gone. */
  async kill(): Promise<void> {
    await this.pid();
    await this.#signal('SIGKILL');
    await this.#waitGone(STOP_LIMIT_MS, {});
    await removeProcessFile(this.paths.process);
  }

  /** Freezes the process (`SIGSTOP`): its connections stay open and nobody answers, as in a long collection pause. */
  async pause(): Promise<void> {
    await this.#signal('SIGSTOP');
  }

  /** Lets a paused process go on. */
  async resume(): Promise<void> {
    await this.#signal('SIGCONT');
  }

  /** The end of system.log, at most 256 KiB. */
  async logs(): Promise<string> {
    return readTail(this.paths.systemLog);
  }

  /** What the process holds in RAM, in bytes; `undefined` when it is down or the system does not tell (only Linux does). */
  async residentBytes(): Promise<number | undefined> {
    const running = await this.#process();
    return running === undefined ? undefined : residentBytes(running.pid);
  }

  async #process(): Promise<ProcessIdentity | undefined> {
    const recorded = await readProcessFile(this.paths.process);
    return recorded !== undefined && isRunning(recorded) ? recorded : undefined;
  }

  async #signal(signal: NodeJS.Signals): Promise<void> {
    const running = await this.#process();
    if (running !== undefined) signalProcess(running, signal);
  }

  /** What all steps of a call share: its span, where it has one, is an instant from here on. */
  #shared({ withinMs, ...bounds }: WaitBounds): Bounds {
    return boundsWithin(this.#clock, withinMs, bounds);
  }

  async #waitGone(withinMs: number, { signal, deadline }: Bounds): Promise<boolean> {
    const probe = async (): Promise<true | undefined> => ((await this.#process()) === undefined ? true : undefined);
    return (await waitUntil(probe, { clock: this.#clock, pollMs: STOP_POLL_MS, withinMs, signal, deadline })).outcome === 'met';
  }
}

async function spawnNode(plan: DetachedPlan): Promise<ProcessIdentity> {
  try {
    return await spawnDetached(plan);
  } catch (cause) {
    throw installErrors.JAVA_MISSING({ message: `Cannot run ${plan.executable}: ${(cause as Error).message}`, cause });
  }
}

async function readSecret(file: string): Promise<string> {
  return (await readFile(file, 'utf8')).trim();
}
