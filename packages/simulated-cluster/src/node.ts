import type { Compaction, ConnectedClient, NodeControl, Snapshot, StreamPlan } from '@ringside/node-control';
import { controlOf } from './control/control.ts';
import { cqlOf, type SimulatedCql } from './cql.ts';
import { leave } from './world/membership.ts';
import { type CallFault, filesOf, type NodeState } from './world/node-state.ts';
import { kill, pause, resume, start } from './world/processes.ts';
import { setAcceptsSchema } from './world/schema-changes.ts';
import type { World } from './world/world.ts';

/**
 * One node of a simulated cluster: what its ports tell, what an onlooker sees without them, and what can happen to it.
 */
export class SimulatedNode {
  /** `node1`, `node2`, … */
  readonly name: string;
  /** 127.0.x.y; nothing listens there. */
  readonly address: string;
  /** For peers. */
  readonly storagePort: number;
  /** For clients. */
  readonly nativePort: number;
  /** A UUID. */
  readonly hostId: string;
  /** Where it stands. */
  readonly datacenter: string;
  /** Where it stands. */
  readonly rack: string;
  /** The node in every role, as an adapter gives it. */
  readonly control: NodeControl;
  /** What it answers over CQL. */
  readonly cql: SimulatedCql;
  readonly #world: World;
  readonly #state: NodeState;

  constructor(world: World, state: NodeState) {
    this.#world = world;
    this.#state = state;
    const { name, address, storagePort, nativePort, hostId, datacenter, rack } = state.identity;
    this.name = name;
    this.address = address;
    this.storagePort = storagePort;
    this.nativePort = nativePort;
    this.hostId = hostId;
    this.datacenter = datacenter;
    this.rack = rack;
    this.control = controlOf(world, state);
    this.cql = cqlOf(world, state);
  }

  /** Whether its process runs, frozen or not. */
  get running(): boolean {
    return this.#now.running;
  }

  /** Whether a client could connect to its CQL port. */
  get servesClients(): boolean {
    const { running, frozen, nativeRunning } = this.#now;
    return running && !frozen && nativeRunning;
  }

  /** Names of the methods called on its ports so far, `cql` for those over CQL. */
  get calls(): readonly string[] {
    return this.#state.calls;
  }

  /** What every call waits for before it reaches the node: throw, wait, nothing. */
  get before(): () => Promise<void> {
    return this.#state.before;
  }

  set before(wait: () => Promise<void>) {
    this.#state.before = wait;
  }

  /** Its snapshots, expired ones included. */
  get snapshots(): readonly Snapshot[] {
    return this.#now.snapshots;
  }

  set snapshots(snapshots: readonly Snapshot[]) {
    this.#state.snapshots = [...snapshots];
  }

  /** Where it says its data is. */
  get dataDirectories(): readonly string[] {
    return this.#state.dataDirectories;
  }

  set dataDirectories(directories: readonly string[]) {
    this.#state.dataDirectories = directories;
  }

  /** Its running compactions: none, until a test says which. */
  get compactions(): readonly Compaction[] {
    return this.#now.compactions;
  }

  set compactions(compactions: readonly Compaction[]) {
    this.#state.compactions = compactions;
  }

  /** Its clients: none, until a test says which. */
  get clients(): readonly ConnectedClient[] {
    return this.#now.clients;
  }

  set clients(clients: readonly ConnectedClient[]) {
    this.#state.clients = clients;
  }

  /** Its running streams: those of nodes that join and leave, and what a test says. */
  get streams(): readonly StreamPlan[] {
    return this.#now.streams;
  }

  set streams(streams: readonly StreamPlan[]) {
    this.#state.streams = streams;
  }

  /** How many hints it holds, by the name of the node that they are for. */
  get hints(): ReadonlyMap<string, number> {
    const total = (rows: ReadonlyMap<string, number>): number => [...rows.values()].reduce((sum, each) => sum + each, 0);
    return new Map(Array.from(this.#now.hints, ([name, rows]) => [name, total(rows)]));
  }

  /** Names of a table's data files on its disk. */
  tableFiles(keyspace: string, table: string): readonly string[] {
    return [...filesOf(this.#now, `${keyspace}.${table}`).sizes.keys()];
  }

  /** Ends its process without a word, like kill -9. */
  kill(): void {
    kill(this.#world, this.#state);
  }

  /** Starts it again: in service after a step of the cluster, with another generation. Nothing happens if it runs. */
  start(): void {
    start(this.#world, this.#state);
  }

  /** Freezes its process: it answers nothing, and knows nothing of the time that passes. */
  pause(): void {
    pause(this.#world, this.#state);
  }

  /** Lets a frozen process go on. */
  resume(): void {
    resume(this.#world, this.#state);
  }

  /** Makes every call of its control take so long, in milliseconds on the cluster's clock. 0 makes it quick again. */
  slowDown(delayMs: number): void {
    this.#state.delayMs = delayMs;
  }

  /** Fills its disk, or makes room again: flushes of what it holds and snapshots fail with `DISK_FULL`. */
  fillDisk(full = true): void {
    this.#state.diskFull = full;
  }

  /** Lets it miss changes of the schema, until it is told to take them again. */
  refuseSchemaChanges(refuses = true): void {
    setAcceptsSchema(this.#world, this.#state, !refuses);
  }

  /**
   * Plants a fault into the next call of a method of its control that has none yet: it `fails` without an effect, it `hangs` without one until the caller
   * gives up, or it has its effect and its `answerLost`.
   *
   * @param method which call fails, such as `flush`
   */
  failNext(method: keyof NodeControl, fault: CallFault = 'fails'): void {
    const { faults } = this.#state;
    faults.set(method, [...(faults.get(method) ?? []), fault]);
  }

  /**
   * Lets it leave the ring, as a decommission does: it hands over its ranges for a step, and is gone then.
   *
   * @throws OpsError `INVALID_ARGUMENT` unless it is in service
   */
  leave(): void {
    leave(this.#world, this.#state);
  }

  get #now(): NodeState {
    this.#world.settle();
    return this.#state;
  }
}
