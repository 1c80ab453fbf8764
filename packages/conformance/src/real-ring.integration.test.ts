import { readFile } from 'node:fs/promises';
import type { Session } from '@ringside/client';
import type { ClusterNode } from '@ringside/cassandra-node';
import { type Cluster, createCluster } from '@ringside/cluster';
import { mapSome, systemClock, waitUntil } from '@ringside/core';
import {
  answerRequests,
  ArrivalWindow,
  DEFAULT_PHI_CONVICT_THRESHOLD,
  emptyHeartBeat,
  endpointState,
  type EndpointState,
  examineDigests,
  makeDigests,
  maxVersion,
  mergeEndpointState,
  withoutLegacyStates,
} from '@ringside/gossip';
import { keyspaceName } from '@ringside/model';
import { type Endpoint, ownership, parseReplication, placeReplicas, token, topology, type Topology } from '@ringside/ring';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect, executeAll } from './support/driver.ts';
import { readDetectorLog } from './support/failure-detector-log.ts';
import { readGossipView } from './support/gossip-view.ts';
import { agrees, casesOf, describeCase } from './support/request-cases.ts';
import { send } from './support/requests.ts';

const LAYOUT = { dc1: { r1: 2, r2: 1 }, dc2: { r1: 1, r2: 1 } };
const TOKENS_A_NODE = 4;
const DOWN_LIMIT_MS = 120_000;
const REQUESTS_AT_ONCE = 32;
/** Long, because a busy machine is slow, and a timeout would be taken for neither answer. */
const TIMEOUTS = { read_request_timeout: '20s', write_request_timeout: '20s', cas_contention_timeout: '20s', request_timeout: '20s' };

const KEYSPACES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  simple1: { class: 'SimpleStrategy', replication_factor: '1' },
  simple2: { class: 'SimpleStrategy', replication_factor: '2' },
  simple3: { class: 'SimpleStrategy', replication_factor: '3' },
  simple9: { class: 'SimpleStrategy', replication_factor: '9' },
  one_each: { class: 'NetworkTopologyStrategy', dc1: '1', dc2: '1' },
  two_each: { class: 'NetworkTopologyStrategy', dc1: '2', dc2: '2' },
  three_two: { class: 'NetworkTopologyStrategy', dc1: '3', dc2: '2' },
  only_dc1: { class: 'NetworkTopologyStrategy', dc1: '3' },
  only_dc2: { class: 'NetworkTopologyStrategy', dc2: '2' },
  too_many: { class: 'NetworkTopologyStrategy', dc1: '5', dc2: '3' },
};

let cluster: Cluster;
let ring: Topology;
const sessions = new Map<string, Session>();

const idOf = ({ address, storagePort }: ClusterNode): string => `${address}:${storagePort}`;
const lastNode = (): ClusterNode => cluster.node(cluster.nodes.length - 1);
async function sessionOn(node: ClusterNode): Promise<Session> {
  const session = sessions.get(node.name) ?? (await connect(node));
  sessions.set(node.name, session);
  return session;
}

/** Starts all nodes but the last, makes the first one write down what its failure detector sees, then starts the last. */
beforeAll(async () => {
  cluster = await createCluster({ mode: 'throwaway', layout: LAYOUT, numTokens: TOKENS_A_NODE, yaml: TIMEOUTS });
  await Promise.all(cluster.nodes.slice(0, -1).map((node) => node.start()));
  for (const logger of ['FailureDetector', 'ArrivalWindow'])
    await cluster.node(0).control.setLoggingLevel(`org.apache.cassandra.gms.${logger}`, 'TRACE');
  await cluster.start();
  const session = await sessionOn(cluster.node(0));
  for (const [keyspace, replication] of Object.entries(KEYSPACES)) {
    const options = Object.entries(replication).map(([key, value]) => `'${key}': '${value}'`);
    await executeAll(session, [
      `CREATE KEYSPACE ${keyspace} WITH replication = {${options.join(', ')}}`,
      `CREATE TABLE ${keyspace}.t (key int PRIMARY KEY, value int)`,
    ]);
  }
  await cluster.waitForSchemaAgreement();
  ring = topologyOf(cluster.nodes);
});

afterAll(async () => {
  await Promise.all([...sessions.values()].map((session) => session.close()));
  await cluster?.destroy();
});

function topologyOf(nodes: readonly ClusterNode[]): Topology {
  return topology(
    nodes.map((node): Endpoint => {
      return { id: idOf(node), datacenter: node.datacenter, rack: node.rack, tokens: node.tokens.map((text) => token(text)) };
    }),
  );
}

describe('a ring of five real nodes in two datacenters', () => {
  test('has the layout that was asked for', () => {
    expect(ring.endpoints).toHaveLength(5);
    expect(ring.tokens).toHaveLength(5 * TOKENS_A_NODE);
    expect(new Set(ring.endpoints.map(({ datacenter, rack }) => `${datacenter}/${rack}`)).size).toBe(4);
  });

  test.each(Object.keys(KEYSPACES))('places every range of %s where we do, in the same order', async (keyspace) => {
    const theirs = await cluster.node(0).control.rangeToEndpoints(keyspaceName(keyspace));
    const ours = placeReplicas(ring, parseReplication(KEYSPACES[keyspace] ?? {}));
    const byEnd = new Map(theirs.map(({ start, end, endpoints }) => [end, { start, endpoints: [...endpoints] }]));
    const mine = new Map(ours.map(({ range, replicas }) => [`${range.end}`, { start: `${range.start}`, endpoints: [...replicas] }]));
    expect(byEnd).toEqual(mine);
  });

  test.each(Object.keys(KEYSPACES))('shares %s among the nodes as we compute', async (keyspace) => {
    const theirs = await cluster.node(0).control.effectiveOwnership(keyspaceName(keyspace));
    const ours = ownership(ring, parseReplication(KEYSPACES[keyspace] ?? {}));
    expect(theirs).toHaveLength(ours.size);
    for (const { endpoint, fraction } of theirs) expect(ours.get(endpoint)).toBeCloseTo(fraction, 5);
  });
});

describe('the gossip of the real ring', () => {
  test('differs from node to node only in what is new, and merges to the newer view, without the words that newer ones replace', async () => {
    const views = await Promise.all(
      cluster.nodes.map(async (node) => ({ self: idOf(node), view: await readGossipView(await sessionOn(node)) })),
    );
    let compared = 0;
    for (const { self, view } of views) {
      const own = view.get(self) ?? endpointState(emptyHeartBeat);
      expect(own.applicationStates.has('STATUS')).toBe(true);
      for (const other of views.filter((each) => each.self !== self)) {
        const known = other.view.get(self) ?? endpointState(emptyHeartBeat);
        expect(known.heartBeat.generation).toBe(own.heartBeat.generation);
        expect(known.applicationStates.has('STATUS')).toBe(withoutLegacyStates(own.applicationStates).has('STATUS'));
        const [older, newer] = maxVersion(known) < maxVersion(own) ? [known, own] : [own, known];
        const merged = mergeEndpointState(older, newer, Date.now()).state ?? older;
        expect(withoutLegacyStates(merged.applicationStates)).toEqual(withoutLegacyStates(newer.applicationStates));
        compared += merged.applicationStates.size;
      }
    }
    expect(compared).toBeGreaterThan(5 * 4 * 8);
  });

  test('would be asked by us for what a node has not heard yet, and what comes makes its view the same', async () => {
    const [teller, learner] = [cluster.node(0), cluster.node(1)];
    const known = await readGossipView(await sessionOn(learner));
    const before = known.get(idOf(teller));
    const saysMore = async (): Promise<Map<string, EndpointState> | undefined> => {
      const view = await readGossipView(await sessionOn(teller));
      return (view.get(idOf(teller))?.heartBeat.version ?? 0) > (before?.heartBeat.version ?? 0) ? view : undefined;
    };
    const result = await waitUntil(saysMore, { clock: systemClock, pollMs: 200, withinMs: 30_000 });
    const told = result.outcome === 'met' ? result.value : new Map<string, EndpointState>();
    const { requests } = examineDigests(makeDigests(told), known, idOf(learner));
    const { generation } = before?.heartBeat ?? {};
    expect(requests).toContainEqual({ endpoint: idOf(teller), generation, maxVersion: before && maxVersion(before) });
    const news = answerRequests(requests, told, idOf(teller)).get(idOf(teller)) ?? endpointState(emptyHeartBeat);
    const after = mergeEndpointState(before, news, Date.now()).state;
    const said = told.get(idOf(teller));
    expect(after?.heartBeat).toEqual(said?.heartBeat);
    expect(after?.applicationStates).toEqual(withoutLegacyStates(said?.applicationStates ?? new Map()));
  });
});

const STAGES = [
  { title: 'with every node up', kill: [] as number[] },
  { title: 'after the last node of dc2 was killed', kill: [4] },
  { title: 'after a node of dc1 was killed as well', kill: [1] },
];

for (const { title, kill } of STAGES)
  describe(`requests ${title}`, () => {
    const coordinators = [0, 3];

    beforeAll(async () => {
      for (const index of kill) await cluster.node(index).kill();
      const killed = kill.map((index) => idOf(cluster.node(index)));
      const areDown = async (): Promise<true | undefined> => {
        const views = await Promise.all(coordinators.map((index) => cluster.node(index).control.status()));
        return views.every(({ unreachableNodes }) => killed.every((id) => unreachableNodes.includes(id))) || undefined;
      };
      const { outcome } = await waitUntil(areDown, { clock: systemClock, pollMs: 500, withinMs: DOWN_LIMIT_MS });
      if (outcome !== 'met') throw new Error(`${killed.join(' and ')} were not found down: ${outcome}`);
    }, DOWN_LIMIT_MS + 10_000);

    test.each(coordinators)('succeed or are refused at every level for every range as we say, asked of node %i', async (index) => {
      const node = cluster.node(index);
      const { liveNodes } = await node.control.status();
      const session = await sessionOn(node);
      const cases = casesOf({ ring, keyspaces: KEYSPACES, localDatacenter: node.datacenter, isAlive: (id) => liveNodes.includes(id) });
      const wrong: string[] = [];
      let refused = 0;
      await mapSome(cases, REQUESTS_AT_ONCE, async (one) => {
        const outcome = await send(session, one);
        if (outcome !== 'done') refused += 1;
        if (!agrees(outcome, one.expected, one.level)) wrong.push(`${describeCase(one)}, the coordinator says ${JSON.stringify(outcome)}`);
      });
      expect(wrong).toEqual([]);
      expect(cases.length).toBeGreaterThan(2000);
      expect(refused).toBeGreaterThan(100);
      expect(refused).toBeLessThan(cases.length);
    });
  });

describe('the φ accrual detector of the first real node', () => {
  test('saw the killed node as ours does: same means, same φ, convicted at the same look', async () => {
    const reported = await cluster.node(0).control.phi();
    const log = await readFile(cluster.node(0).paths.systemLog, 'utf8');
    const window = new ArrivalWindow();
    let nowMs = 0;
    window.add(nowMs);
    const looks: { phi: number; convicted: boolean }[] = [];
    const means: { ours: number; theirs: number }[] = [];
    for (const event of readDetectorLog(log, idOf(lastNode()))) {
      if (event.kind === 'interval') window.add((nowMs += event.nanos / 1e6));
      if (event.kind === 'mean') means.push({ ours: window.meanMs * 1e6, theirs: event.nanos });
      if (event.kind === 'look') looks.push({ phi: window.phi(nowMs + event.silenceInMeans * window.meanMs), convicted: event.convicted });
    }
    expect(means.length).toBeGreaterThan(5);
    expect(means.filter(({ ours, theirs }) => Math.abs(ours - theirs) > 0.01)).toEqual([]);
    expect(looks.findIndex(({ convicted }) => convicted)).toBeGreaterThan(10);
    expect(looks.filter(({ phi, convicted }) => phi > DEFAULT_PHI_CONVICT_THRESHOLD !== convicted)).toEqual([]);
    const last = reported[idOf(lastNode())] ?? 0;
    expect(looks.some(({ phi }) => Math.abs(phi - last) < 1e-4)).toBe(true);
  });
});
