import { keyspaceName, type KeyspaceName, parseEndpoint, snapshotTag, type TableName, tableName } from '@ringside/model';
import type { NodeControl, RingEndpoint, SchemaVersions } from '@ringside/node-control';

/** A cluster of three nodes, real or not: what the scenario does to it, and how it waits. */
export interface ScenarioCluster {
  /** In the order of their addresses. */
  readonly nodes: readonly { readonly address: string; readonly control: NodeControl }[];
  /** Makes a keyspace with a table, and writes enough rows that every node has some. */
  createTable(keyspace: KeyspaceName, table: TableName, replication: Readonly<Record<string, string>>): Promise<void>;
  kill(index: number): Promise<void>;
  start(index: number): Promise<void>;
  /** Waits until something is so; bounded. */
  until(isSo: () => Promise<boolean>): Promise<void>;
}

const KEYSPACE = keyspaceName('scenario');
const TABLE = tableName('events');
const TAG = snapshotTag('scenario');

/** What the ports of every node tell at one stage, without what differs from one run to the next. */
type Told = Readonly<Record<string, unknown>>;

/**
 * A keyspace is made, a snapshot taken, one of three nodes dies and comes back, one leaves gossip and comes back, one is drained. At each stage
 * every node that runs is asked everything.
 *
 * @returns what they told, stage by stage
 */
export async function playScenario(cluster: ScenarioCluster): Promise<readonly Told[]> {
  const told: Told[] = [];
  const ask = async (stage: string, asked?: (index: number) => boolean): Promise<void> =>
    void told.push({ stage, nodes: await askAll(cluster, asked) });
  await allUp(cluster);
  await cluster.createTable(KEYSPACE, TABLE, { class: 'NetworkTopologyStrategy', dc1: '2' });
  await agreed(cluster);
  await ask('a keyspace was made');
  told.push(await takeSnapshots(cluster));
  told.push(await refusals(cluster));
  const before = await generationOf(cluster, 2);
  await loud(cluster, 2);
  await cluster.kill(2);
  await seen(cluster, 2, 'Down');
  await ask('node 3 was killed');
  await cluster.start(2);
  await allUp(cluster);
  await agreed(cluster);
  // A throwaway ring may lose the schema of a node by kill -9 (decision 0003), so node 3 itself is asked of its life only.
  await ask('node 3 was started again', isOther);
  told.push({ stage: 'its life', newer: (await generationOf(cluster, 2)) > before, ...(await survived(cluster, 2)) });
  await control(cluster, 1).stopGossip();
  await seen(cluster, 1, 'Down');
  await ask('node 2 left gossip', isOther);
  await control(cluster, 1).startGossip();
  await allUp(cluster);
  await control(cluster, 1).stopNativeTransport();
  await ask('node 2 closed its CQL port', isOther);
  await control(cluster, 0).clearSnapshot({ tag: TAG });
  await control(cluster, 1).drain();
  await seen(cluster, 1, 'Down');
  told.push({ stage: 'node 2 was drained', ...(await drained(cluster, 1)) });
  return told;
}

/** Not the node that was killed. */
const isOther = (index: number): boolean => index !== 2;

function control({ nodes }: ScenarioCluster, index: number): NodeControl {
  return (nodes[index] as ScenarioCluster['nodes'][number]).control;
}

async function allUp(cluster: ScenarioCluster): Promise<void> {
  await cluster.until(async () => {
    const asked = cluster.nodes.map(async (node) => Promise.all([node.control.status(), node.control.ring(), node.control.phi()]));
    // A node that has just started watches its peers a moment later.
    return (await Promise.all(asked)).every(
      ([{ operationMode, nativeTransportRunning }, ring, phi]) =>
        operationMode === 'NORMAL' &&
        Object.keys(phi).length === 2 &&
        nativeTransportRunning &&
        ring.length === 3 &&
        ring.every(({ status }) => status === 'Up'),
    );
  });
}

async function agreed(cluster: ScenarioCluster): Promise<void> {
  await cluster.until(async () => Object.keys(await control(cluster, 0).schemaVersions()).length === 1);
}

/** Waits until all others consider a node up or down. */
async function seen(cluster: ScenarioCluster, index: number, status: RingEndpoint['status']): Promise<void> {
  const { address } = cluster.nodes[index] as ScenarioCluster['nodes'][number];
  const others = cluster.nodes.filter((_node, at) => at !== index);
  await cluster.until(async () => {
    const rings = await Promise.all(others.map(async (node) => node.control.ring()));
    return rings.every((ring) => ring.find((each) => each.address === address)?.status === status);
  });
}

async function takeSnapshots(cluster: ScenarioCluster): Promise<Told> {
  const { nodes } = cluster;
  await Promise.all(nodes.map(async (node) => node.control.takeSnapshot({ tag: TAG, keyspaces: [KEYSPACE], ttlMs: 3_600_000 })));
  const lists = await Promise.all(nodes.map(async (node) => node.control.listSnapshots()));
  const shown = lists.map((list) =>
    list.map(({ tag, keyspace, table, sizeBytes, createdAt, expiresAt }) => {
      const keptMs = Date.parse(expiresAt ?? '') - Date.parse(createdAt ?? '');
      return { tag, keyspace, table, hasBytes: sizeBytes > 0, keptMs };
    }),
  );
  return { stage: 'snapshots were taken', lists: shown };
}

/** Codes of what a node refuses. */
async function refusals(cluster: ScenarioCluster): Promise<Told> {
  const node = control(cluster, 0);
  const none = keyspaceName('no_such_keyspace');
  const calls = {
    'the same snapshot again': node.takeSnapshot({ tag: TAG, keyspaces: [KEYSPACE] }),
    'a snapshot of nothing': node.takeSnapshot({ tag: snapshotTag('other'), keyspaces: [none] }),
    'ranges of nothing': node.rangeToEndpoints(none),
    'a flush of nothing': node.flush({ keyspace: none }),
    'a flush of no table': node.flush({ keyspace: KEYSPACE, tables: [tableName('none')] }),
    'no such snapshot': node.clearSnapshot({ tag: snapshotTag('never_taken') }),
  };
  const codes = await Promise.all(Object.entries(calls).map(async ([name, call]) => [name, await codeOf(call)] as const));
  return { stage: 'refusals', ...Object.fromEntries(codes) };
}

async function codeOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => 'done',
    (error: unknown) => Reflect.get(Object(error), 'code') as unknown,
  );
}

async function loud(cluster: ScenarioCluster, index: number): Promise<void> {
  await control(cluster, index).setLoggingLevel('org.apache.cassandra.scenario', 'TRACE');
}

/** What of a node's life before its death is left. */
async function survived(cluster: ScenarioCluster, index: number): Promise<Told> {
  const node = control(cluster, index);
  const [levels, snapshots] = await Promise.all([node.loggingLevels(), node.listSnapshots()]);
  return { loud: Object.hasOwn(levels, 'org.apache.cassandra.scenario'), snapshots: snapshots.map(({ tag }) => tag) };
}

/** What a drained node says of itself, and what the others do: it cannot ask anybody any more. */
async function drained(cluster: ScenarioCluster, index: number): Promise<Told> {
  const { operationMode, gossipActive, nativeTransportRunning, joined } = await control(cluster, index).status();
  const again = await codeOf(control(cluster, index).startNativeTransport());
  const others = await askAll(cluster, (at) => at !== index && isOther(at));
  return { status: { operationMode, gossipActive, nativeTransportRunning, joined }, again, others };
}

async function generationOf(cluster: ScenarioCluster, index: number): Promise<number> {
  const view = await control(cluster, 0).gossip();
  const { address } = cluster.nodes[index] as ScenarioCluster['nodes'][number];
  const header = Object.keys(view).find((each) => parseEndpoint(each).address === address) ?? '';
  return Number(view[header]?.['generation']);
}

async function askAll(cluster: ScenarioCluster, asked: (index: number) => boolean = () => true): Promise<readonly unknown[]> {
  const nameOf = (text: string): string => `node${cluster.nodes.findIndex(({ address }) => address === parseEndpoint(text).address) + 1}`;
  return Promise.all(
    cluster.nodes
      .filter((_node, at) => asked(at))
      .map(async (node) =>
        askOne(node.control, nameOf).catch((error: unknown) => ({ code: Reflect.get(Object(error), 'code') as unknown })),
      ),
  );
}

/** The order of rows by what they print, so that both clusters list them alike. */
function byText(one: readonly unknown[], other: readonly unknown[]): number {
  return String(one).localeCompare(String(other));
}

async function askOne(node: NodeControl, nameOf: (text: string) => string): Promise<Told> {
  const status = await node.status();
  const [ring, phi, view, versions] = await Promise.all([node.ring(), node.phi(), node.gossip(), node.schemaVersions()]);
  const [ranges, pending, ownership] = await Promise.all([
    node.rangeToEndpoints(KEYSPACE),
    node.pendingRanges(KEYSPACE),
    node.effectiveOwnership(KEYSPACE),
  ]);
  const [streams, keyspaces] = await Promise.all([node.streamStats(), node.keyspaces()]);
  const names = (texts: readonly string[]): readonly string[] => texts.map(nameOf).toSorted();
  // A node that said goodbye is down at once; whether φ has grown past 8 meanwhile depends on how soon it is asked.
  const left = new Set(
    Object.entries(view).flatMap(([header, state]) => (wordOf(state['STATUS_WITH_PORT']) === 'shutdown' ? [nameOf(header)] : [])),
  );
  const { operationMode, gossipActive, nativeTransportRunning, joined, partitioner } = status;
  return {
    status: { operationMode, gossipActive, nativeTransportRunning, joined, partitioner },
    live: names(status.liveNodes),
    unreachable: names(status.unreachableNodes),
    ring: ring
      .map((each) => [nameOf(each.address), each.datacenter, each.status, each.state, each.replacing, each.ownershipEffective])
      .toSorted(byText),
    suspected: names(Object.keys(phi).filter((endpoint) => (phi[endpoint] ?? 0) > 8 && !left.has(nameOf(endpoint)))),
    watched: names(Object.keys(phi)),
    gossip: Object.entries(view)
      .map(([header, state]) => [nameOf(header), state['DC'], wordOf(state['STATUS_WITH_PORT'])])
      .toSorted(byText),
    schema: schemaOf(versions, names),
    ranges: ranges.length,
    replicas: [...new Set(ranges.map(({ endpoints }) => new Set(endpoints).size))],
    replicaNames: names([...new Set(ranges.flatMap(({ endpoints }) => endpoints))]),
    owned: Math.round(ownership.reduce((sum, { fraction }) => sum + fraction, 0) * 1_000) / 1_000,
    pending,
    streams,
    replication: keyspaces.find(({ name }) => name === KEYSPACE),
  };
}

const wordOf = (status = ''): string => status.split(',', 1)[0] ?? '';

/** Who agrees with whom; those that do not answer apart. */
function schemaOf(versions: SchemaVersions, names: (texts: readonly string[]) => readonly string[]): Told {
  const { UNREACHABLE = [], ...answering } = versions;
  return { groups: Object.values(answering).map(names), unreachable: names(UNREACHABLE) };
}
