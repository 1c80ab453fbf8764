import type { Session } from '@ringside/client';
import type { ClusterNode } from '@ringside/cassandra-node';
import type { Cluster } from '@ringside/cluster';
import { useCluster } from '@ringside/cluster/vitest';
import { findJava, javaFor } from '@ringside/cassandra-install';
import { mapSome } from '@ringside/core';
import { emptyHeartBeat, endpointState, type EndpointState, maxVersion, mergeEndpointState, withoutLegacyStates } from '@ringside/gossip';
import { keyspaceName } from '@ringside/model';
import { can } from '@ringside/node-control';
import { operationStoreContract } from '@ringside/operations/contract';
import { encodeRoutingKey, murmur3Token, ownership, parseReplication, placeReplicas, token, topology, type Topology } from '@ringside/ring';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect, executeAll } from './driver.ts';
import { readGossipView } from './gossip-view.ts';
import { compositeKeys } from './keys.ts';
import { firstOf, useOperationStores } from './operation-stores.ts';
import { Chance } from './random.ts';
import { agrees, casesOf, describeCase } from './request-cases.ts';
import { send } from './requests.ts';

const LAYOUT = { dc1: { r1: 1, r2: 1 }, dc2: { r1: 1 } };
const REQUESTS_AT_ONCE = 16;
const LAYOUT_NODES = 3;
const KEYS = 2_000;
/** Long, because a busy machine is slow, and a timeout would be taken for neither answer. Names that every line knows. */
const TIMEOUTS = {
  read_request_timeout_in_ms: 20_000,
  write_request_timeout_in_ms: 20_000,
  cas_contention_timeout_in_ms: 20_000,
  request_timeout_in_ms: 20_000,
};

const KEYSPACES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  simple2: { class: 'SimpleStrategy', replication_factor: '2' },
  two_one: { class: 'NetworkTopologyStrategy', dc1: '2', dc2: '1' },
  only_dc1: { class: 'NetworkTopologyStrategy', dc1: '2' },
};

const idOf = ({ address, storagePort }: ClusterNode): string => `${address}:${storagePort}`;

/**
 * Declares the short comparison for one line of Cassandra: tokens, placement, gossip, operations and consistency levels, on three nodes in two datacenters,
 * first all up, then without one. What 5.0 is compared with is far more.
 *
 * @param memoryMb of heap for each node; the default of a throwaway ring unless the line needs more
 */
export async function versionConformance(line: string, memoryMb?: number): Promise<void> {
  const java = await findJava({ allowed: javaFor(line), purpose: `Cassandra ${line}` }).catch(() => undefined);
  const reason = `skipped where there is no Java ${javaFor(line).join(' or ')}`;
  describe.skipIf(java === undefined)(`Cassandra ${line} (${reason})`, () => {
    const cluster = useCluster({ cassandra: line, layout: LAYOUT, numTokens: 2, yaml: TIMEOUTS, memoryMb, shared: false });
    let sessions: readonly Session[] = [];

    beforeAll(async () => {
      sessions = await Promise.all(cluster().nodes.map(connect));
      await makeKeyspaces(sessions[0] as Session);
      await cluster().waitForSchemaAgreement();
    });

    afterAll(async () => {
      await Promise.all(sessions.map((session) => session.close()));
    });

    test(`has the tokens of ${KEYS} keys of three components that we compute`, async () => {
      const { written, compared, wrong } = await compareTokens(sessions[0] as Session);
      expect(wrong).toEqual([]);
      expect(compared).toBe(written);
      expect(written).toBeGreaterThan(KEYS / 2);
    });

    test.each(Object.keys(KEYSPACES))('places and shares %s as we do', async (keyspace) => {
      const { ours, theirs } = await comparePlacement(cluster(), keyspace);
      expect(theirs).toEqual(ours);
    });

    test('heard in gossip what each node says of itself', async () => {
      const { ours, theirs } = await compareGossip(cluster(), sessions);
      expect(theirs).toEqual(ours);
      expect(theirs.length).toBeGreaterThanOrEqual(LAYOUT_NODES);
    });

    describe('keeps operations', () => {
      const stores = useOperationStores(cluster, 1);
      operationStoreContract(() => firstOf(stores));
    });

    describe.each([['with every node up'], ['without a node of dc1']])('%s', (title) => {
      beforeAll(async () => {
        if (title === 'with every node up') return;
        await cluster().node(1).kill();
        for (const observer of [0, 2]) await cluster().waitForDown(cluster().node(observer), cluster().node(1));
      });

      test.each([0, 2])('does or refuses at every level what we say, asked of node %i', async (index) => {
        const { wrong, done, refused } = await compareLevels(cluster(), index, sessions[index] as Session);
        expect(wrong).toEqual([]);
        expect(done).toBeGreaterThan(50);
        expect(refused).toBeGreaterThan(20);
      });
    });
  });
}

/** What Cassandra has, and what we compute. */
interface Compared {
  readonly theirs: readonly unknown[];
  readonly ours: readonly unknown[];
}

async function makeKeyspaces(session: Session): Promise<void> {
  for (const [keyspace, replication] of Object.entries(KEYSPACES)) {
    const options = Object.entries(replication).map(([key, value]) => `'${key}': '${value}'`);
    await executeAll(session, [
      `CREATE KEYSPACE ${keyspace} WITH replication = {${options.join(', ')}}`,
      `CREATE TABLE ${keyspace}.t (key int PRIMARY KEY, value int)`,
    ]);
  }
  await session.execute('CREATE TABLE simple2.composite (a blob, b blob, c blob, PRIMARY KEY ((a, b, c)))');
}

async function compareTokens(
  session: Session,
): Promise<{ readonly written: number; readonly compared: number; readonly wrong: readonly string[] }> {
  const rows = compositeKeys(new Chance(11), KEYS).map((key) => key.map((bytes) => Buffer.from(bytes)));
  await mapSome(rows, REQUESTS_AT_ONCE, async (row) => {
    // On all replicas: what only others have is not read here.
    await session.execute('INSERT INTO simple2.composite (a, b, c) VALUES (?, ?, ?)', row, { consistency: 'ALL' });
  });
  const wrong: string[] = [];
  let compared = 0;
  for await (const row of session.rows('SELECT a, b, c, token(a, b, c) AS position FROM simple2.composite')) {
    const key = encodeRoutingKey(['a', 'b', 'c'].map((column) => row[column] as Buffer));
    if (murmur3Token(key) !== row['position']) wrong.push(Buffer.from(key).toString('hex'));
    compared += 1;
  }
  return { written: rows.length, compared, wrong };
}

async function comparePlacement(cluster: Cluster, keyspace: string): Promise<Compared> {
  const { control } = cluster.node(0);
  const ring = topologyOf(cluster.nodes);
  const strategy = parseReplication(KEYSPACES[keyspace] ?? {});
  const ranges = await control.rangeToEndpoints(keyspaceName(keyspace));
  const shares = await control.effectiveOwnership(keyspaceName(keyspace));
  const placed = placeReplicas(ring, strategy).map(({ range, replicas }) => [`${range.start}`, `${range.end}`, ...replicas].join(' '));
  const owned = [...ownership(ring, strategy)].map(([endpoint, fraction]) => shareOf(endpoint, fraction));
  return {
    theirs: [
      ...ranges.map(({ start, end, endpoints }) => [start, end, ...endpoints].join(' ')).toSorted(),
      ...shares.map(({ endpoint, fraction }) => shareOf(endpoint, fraction)).toSorted(),
    ],
    ours: [...placed.toSorted(), ...owned.toSorted()],
  };
}

/** To five digits: Cassandra computes in floats. */
function shareOf(endpoint: string, fraction: number): string {
  return `${endpoint} ${fraction.toFixed(5)}`;
}

/** With versions where a table has them (4.1 and later); before, what tells one run of a node from another. */
async function compareGossip(cluster: Cluster, sessions: readonly Session[]): Promise<Compared> {
  return can(cluster.version, 'gossipInfoTable') ? compareVersionedGossip(cluster, sessions) : compareGenerations(cluster);
}

/** What a node has heard of another one merges with what that one says of itself to the newer of the two. */
async function compareVersionedGossip(cluster: Cluster, sessions: readonly Session[]): Promise<Compared> {
  const views = await Promise.all(sessions.map(readGossipView));
  const pairs = cluster.nodes.flatMap((node, index) => {
    const own = stateOf(views[index], idOf(node));
    return views.filter((_, other) => other !== index).map((view) => [own, stateOf(view, idOf(node))] as const);
  });
  const newest = pairs.map(([own, heard]): readonly [EndpointState, EndpointState] =>
    maxVersion(heard) < maxVersion(own) ? [heard, own] : [own, heard],
  );
  const merged = newest.map(([older, newer]) => mergeEndpointState(older, newer, Date.now()).state ?? older);
  const told = (state: EndpointState): unknown => [state.heartBeat.generation, withoutLegacyStates(state.applicationStates)];
  return { theirs: newest.map(([, newer]) => told(newer)), ours: merged.map(told) };
}

async function compareGenerations(cluster: Cluster): Promise<Compared> {
  const views = await Promise.all(cluster.nodes.map(({ control }) => control.gossip()));
  const identities = views.map((view) =>
    Object.entries(view)
      .map(([header, { generation, HOST_ID, DC, RACK }]) => [header, generation, HOST_ID, DC, RACK].join(' '))
      .toSorted(),
  );
  return { theirs: identities.flat(), ours: identities.flatMap(() => identities[0] ?? []) };
}

function stateOf(view: ReadonlyMap<string, EndpointState> | undefined, id: string): EndpointState {
  return view?.get(id) ?? endpointState(emptyHeartBeat);
}

async function compareLevels(
  cluster: Cluster,
  index: number,
  session: Session,
): Promise<{ readonly wrong: readonly string[]; readonly done: number; readonly refused: number }> {
  const node = cluster.node(index);
  const { liveNodes } = await node.control.status();
  const isAlive = (id: string): boolean => liveNodes.includes(id);
  const cases = casesOf({ ring: topologyOf(cluster.nodes), keyspaces: KEYSPACES, localDatacenter: node.datacenter, isAlive });
  const wrong: string[] = [];
  const ends = { done: 0, refused: 0 };
  await mapSome(cases, REQUESTS_AT_ONCE, async (one) => {
    const outcome = await send(session, one);
    ends[outcome === 'done' ? 'done' : 'refused'] += 1;
    if (!agrees(outcome, one.expected, one.level)) wrong.push(`${describeCase(one)}, the coordinator says ${JSON.stringify(outcome)}`);
  });
  return { wrong, ...ends };
}

function topologyOf(nodes: readonly ClusterNode[]): Topology {
  return topology(
    nodes.map((node) => ({ id: idOf(node), datacenter: node.datacenter, rack: node.rack, tokens: node.tokens.map((text) => token(text)) })),
  );
}
