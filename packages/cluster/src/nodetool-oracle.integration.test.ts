import { keyspaceName, type KeyspaceName } from '@ringside/model';
import type { RingEndpoint } from '@ringside/node-control';
import { runNodetool } from '@ringside/cassandra-tools';
import { openSession } from '@ringside/client';
import { beforeAll, expect, test } from 'vitest';
import { useCluster } from './vitest.ts';

const KEYSPACE = 'oracle';
const BLOCK = `127.${100 + (process.pid % 100)}.${process.pid % 251}`;
const DOWN = 2;

/** Four tokens a node, two racks, and one node down: what nodetool has most to say about. */
const cluster = useCluster({
  layout: { dc1: { rack1: 2, rack2: 1 } },
  numTokens: 4,
  shared: false,
  addressBlock: BLOCK,
});

beforeAll(async () => {
  const node = cluster().node(0);
  const session = await openSession({ contactPoints: [node.address], port: node.nativePort });
  await session.execute(`CREATE KEYSPACE ${KEYSPACE} WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': 2}`);
  await session.close();
  await cluster().node(DOWN).kill();
  await cluster().waitForDown(node, cluster().node(DOWN));
}, 300_000);

const tool = async (...words: string[]): Promise<string> => (await runNodetool(words, { cluster: cluster(), node: cluster().node(0) })).out;
const ringOf = (keyspace?: KeyspaceName): Promise<readonly RingEndpoint[]> => cluster().node(0).control.ring({ keyspace });

test('ring() and status() say of every endpoint what `nodetool status` prints', async () => {
  const rows = (await tool('status', KEYSPACE)).split('\n').flatMap((line) => /^([UD?])([NLJM])\s+(.*)$/.exec(line)?.slice(1) ?? []);
  const printed = chunk(rows, 3).map(([up = '', state = '', rest = '']) => {
    const [address, load, tokens, owns, hostId, rack] = rest.trim().split(/\s{2,}/);
    return { up, state, address, load, tokens: Number(tokens), owns, hostId, rack };
  });
  const ours = (await ringOf(keyspaceName(KEYSPACE))).map((endpoint) => ({
    up: endpoint.status[0],
    state: endpoint.state[0],
    address: endpoint.address,
    load: endpoint.load,
    tokens: endpoint.tokens.length,
    owns: `${((endpoint.ownership ?? 0) * 100).toFixed(1)}%`,
    hostId: endpoint.hostId,
    rack: endpoint.rack,
  }));
  expect(printed).toHaveLength(3);
  expect(sorted(ours)).toEqual(sorted(printed));
  expect(ours.filter(({ up }) => up === 'D')).toHaveLength(1);
});

test('ring() has the tokens that `nodetool ring` prints, with the same owner, rack, status and state', async () => {
  const lines = (await tool('ring', KEYSPACE)).split('\n').map((line) => line.trim().split(/\s{2,}/));
  const printed = lines.filter((columns) => columns.length === 7 && columns[0]?.startsWith(BLOCK) === true);
  const ours = (await ringOf(keyspaceName(KEYSPACE))).flatMap((endpoint) => endpoint.tokens.map((token) => ({ endpoint, token })));
  const rows = ours
    .toSorted((a, b) => compareTokens(a.token, b.token))
    .map(({ endpoint: { address, rack, status, state, load, ownership }, token }) => [
      address,
      rack,
      status,
      state,
      load,
      `${((ownership ?? 0) * 100).toFixed(2)}%`,
      token,
    ]);
  expect(rows).toHaveLength(12);
  expect(printed).toEqual(rows);
});

test('rangeToEndpoints() has the ranges and replicas that `nodetool describering` prints', async () => {
  const text = await tool('-pp', 'describering', KEYSPACE);
  const pattern = /start_token:(-?\d+), end_token:(-?\d+), endpoints:\[([^\]]*)\]/g;
  const printed = Array.from(text.matchAll(pattern), ([, start, end, endpoints = '']) => ({
    start,
    end,
    endpoints: endpoints.split(', '),
  }));
  const ours = await cluster().node(0).control.rangeToEndpoints(keyspaceName(KEYSPACE));
  expect(printed).toHaveLength(12);
  expect(printed.toSorted((a, b) => compareTokens(a.end ?? '', b.end ?? ''))).toEqual(ours);
});

test('gossip() has the fields that `nodetool gossipinfo` prints, versions aside', async () => {
  const text = await tool('-pp', 'gossipinfo');
  const fields = text.split('\n').flatMap((line) => /^ {2}(\w+):(?:\d+:)?(.*)$/.exec(line)?.slice(1, 3).join('=') ?? []);
  const ours = Object.values(await cluster().node(0).control.gossip()).flatMap((view) =>
    Object.entries(view).map((field) => field.join('=')),
  );
  const steady = (field: string): boolean => !/^(?:heartbeat|LOAD|SEVERITY|TOKENS)=/.test(field);
  expect(ours.filter((field) => steady(field)).toSorted()).toEqual(fields.filter((field) => steady(field)).toSorted());
});

function sorted<T extends { address: string | undefined }>(rows: readonly T[]): readonly T[] {
  return rows.toSorted((a, b) => (a.address ?? '').localeCompare(b.address ?? ''));
}

function chunk<T>(values: readonly T[], size: number): readonly T[][] {
  return Array.from({ length: values.length / size }, (_, index) => values.slice(index * size, (index + 1) * size));
}

function compareTokens(a: string, b: string): number {
  return Number(BigInt(a) > BigInt(b)) - Number(BigInt(a) < BigInt(b));
}
