import { randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Bounds, type Clock, systemClock } from '@ringside/core';
import type { DetachedPlan } from '@ringside/host';
import type { NodeControl } from '@ringside/node-control';
import { onTestFinished } from 'vitest';
import { Cluster } from '../cluster/cluster.ts';
import { planNodes } from '../cluster/plan.ts';
import { type RingState, readState, STATE_FILE, writeState } from '../cluster/state.ts';
import { ClusterNode, type NodeIdentity, type NodePaths, nodePaths } from '@ringside/cassandra-node';
import { temporaryDirectory } from '@ringside/host/vitest';

/**
 * A ring whose nodes are small programs that only open a port; what they say of each other is up to the test. A simulated cluster cannot stand in: these
 * tests are about processes (spawned, adopted, killed, in the way of another's port), and a simulated node has none.
 */
export interface FakeRing {
  readonly directory: string;
  /** Another launcher's handle of the same ring. */
  readonly open: () => Promise<Cluster>;
  /** What the nodes do and say; may be changed at any time. */
  readonly behaviour: FakeBehaviour;
}

/** See {@link FakeRing}. */
export interface FakeBehaviour {
  /** Called whenever a node is asked for its status; throws for a node that is not complete yet. */
  onStatus: () => void;
  /** Called before a node is spawned. */
  onPrepare: (name: string, bounds: Bounds) => Promise<void>;
  /** Called before a version of Cassandra is there. */
  onVersion: (version: string, bounds: Bounds) => Promise<void>;
  /** Called before a node is drained; throws for one that cannot be. */
  onDrain: (name: string) => void;
  /** What was prepared and drained, in turn. */
  readonly done: string[];
  /** The program of a node. */
  program: (name: string) => string;
  /** Addresses that every node has in the ring; those that it was made with by default. */
  members: string[];
  /** Endpoints that every node takes for joining. */
  joining: string[];
  /** Under which generation every node knows one; what it says of itself is `1`. */
  generation: string;
  /** Endpoints that every node takes for down. */
  unreachable: string[];
  /** Names of nodes that answer nothing though they run. */
  silent: string[];
  /** Whether a node that does not run answers nothing, as a real one. */
  downIsSilent: boolean;
}

/** Stays, a minute at most, and opens no port. */
export const HANGS = 'setTimeout(() => process.exit(), 60000);';
/** Opens the port and stays. */
export const LISTENS: string = `${HANGS} require('net').createServer().listen(+process.env.PORT, process.env.ADDRESS)`;

/** Makes a fake ring for one test; its nodes and its folder are gone when that has finished. */
export async function fakeRing(nodes: number, clock: Clock = systemClock): Promise<FakeRing> {
  const directory = await temporaryDirectory('fake-ring');
  const state = fakeState(nodes);
  const behaviour: FakeBehaviour = {
    onStatus: () => undefined,
    onPrepare: async () => undefined,
    onVersion: async () => undefined,
    onDrain: () => undefined,
    done: [],
    program: () => LISTENS,
    members: state.nodes.map(({ address }) => address),
    joining: [],
    generation: '1',
    unreachable: [],
    silent: [],
    downIsSilent: false,
  };
  const made: ClusterNode[] = [];
  onTestFinished(async () => {
    await Promise.all(made.map((node) => node.kill()));
  });
  await writeState(directory, state);
  const nodeOf = async (identity: NodeIdentity, { settings: { ports } }: RingState): Promise<ClusterNode> => {
    const paths = nodePaths(directory, identity.name);
    const prepare = async (bounds: Bounds): Promise<() => Promise<DetachedPlan>> => {
      await behaviour.onPrepare(identity.name, bounds);
      return async () => plan(identity, ports.native, paths, behaviour.program(identity.name));
    };
    const node = new ClusterNode({ identity, ports, paths, clock, prepare });
    made.push(node);
    return Object.assign(node, { control: fakeControl(directory, node, behaviour) });
  };
  const open = async (): Promise<Cluster> =>
    Cluster.of({
      directory,
      state: (await readState(directory)) as RingState,
      clock,
      nodeOf,
      prepareVersion: async (version, bounds) => {
        await behaviour.onVersion(version, bounds);
        behaviour.done.push(`prepare ${version}`);
      },
    });
  return { directory, open, behaviour };
}

/** The names of the nodes in the state file. */
export async function recordedNodes(directory: string): Promise<readonly string[]> {
  const state = JSON.parse(await readFile(join(directory, STATE_FILE), 'utf8')) as RingState;
  return state.nodes.map(({ name }) => name);
}

function plan(identity: NodeIdentity, port: number, paths: NodePaths, program: string): DetachedPlan {
  return {
    executable: process.execPath,
    arguments: ['-e', program, '--', `-Dcassandra.storagedir=${paths.storage}`],
    directory: '/',
    environment: { ADDRESS: identity.address, PORT: String(port) },
    log: paths.consoleLog,
  };
}

type FakeControl = Pick<NodeControl, 'status' | 'ring' | 'gossip' | 'drain'>;

function fakeControl(directory: string, node: ClusterNode, behaviour: FakeBehaviour): FakeControl {
  const members = async (): Promise<readonly string[]> => (await readState(directory))?.nodes.map(({ address }) => `${address}:7000`) ?? [];
  const status = async (): Promise<object> => {
    behaviour.onStatus();
    if (behaviour.silent.includes(node.name)) throw new Error('no answer');
    if (behaviour.downIsSilent && (await node.pid()) === undefined) throw new Error('ECONNREFUSED');
    const views = { liveNodes: await members(), unreachableNodes: behaviour.unreachable, joiningNodes: behaviour.joining };
    const running = { operationMode: 'NORMAL', nativeTransportRunning: true, gossipActive: true };
    return { address: node.address, ...running, ...views, schemaVersion: 'a' };
  };
  const ring = async (): Promise<object> => behaviour.members.map((member) => ({ address: member, state: 'Normal' }));
  const gossip = async (): Promise<object> => {
    const self = `${node.address}:7000`;
    const generation = (endpoint: string): string => (endpoint === self ? '1' : behaviour.generation);
    return Object.fromEntries((await members()).map((endpoint) => [`/${endpoint}`, { generation: generation(endpoint) }]));
  };
  const drain = async (): Promise<void> => {
    behaviour.onDrain(node.name);
    behaviour.done.push(`drain ${node.name}`);
  };
  return { status, ring, gossip, drain } as unknown as FakeControl;
}

function fakeState(nodes: number): RingState {
  const planned = planNodes({ nodes, numTokens: 1, addressBlock: `127.${randomInt(64, 250)}.${randomInt(1, 250)}` });
  const settings = {
    mode: 'durable' as const,
    clusterName: 'fake',
    ports: { native: 9042, storage: 7000, control: 8778 },
    seeds: planned.map(({ address }) => address),
    heapMb: 96,
    yaml: {},
    override: {},
    jvmProperties: {},
  };
  return { version: 1, name: 'fake', cassandraVersion: '5.0.9', portBase: 9000, settings, nodes: planned, partitionable: false };
}
