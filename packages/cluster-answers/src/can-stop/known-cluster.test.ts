import { unwatched } from '@ringside/cluster-watch';
import type { KeyspaceInfo, NodeStatus, RingEndpoint } from '@ringside/node-control';
import { simulateCluster } from '@ringside/simulated-cluster';
import { describe, expect, it } from 'vitest';
import { knownCluster, type QuestionedNode, withTold } from './known-cluster.ts';

const RING: readonly RingEndpoint[] = await simulateCluster().node('node1').control.ring();

/** One member of a ring of three, up and in service unless `over` says otherwise. */
function ringEndpoint(place: number, over: Partial<RingEndpoint> = {}): RingEndpoint {
  return { ...(RING[place - 1] as RingEndpoint), ...over };
}

interface Answers {
  readonly endpoints?: readonly RingEndpoint[];
  readonly keyspaces?: readonly KeyspaceInfo[];
  readonly settings?: Readonly<Record<string, string>> | Error;
}

/** A node that answers so, and for which keyspaces it was asked for ranges that move. */
function node({ endpoints = [ringEndpoint(1), ringEndpoint(2)], keyspaces = [], settings = {} }: Answers): {
  readonly node: QuestionedNode;
  readonly asked: string[];
} {
  const asked: string[] = [];
  const status = { gossipActive: true, clusterName: 'one' } as NodeStatus;
  const reads = {
    status: async () => status,
    ring: async () => endpoints,
    keyspaces: async () => keyspaces,
    pendingRanges: async (keyspace: string) => {
      asked.push(keyspace);
      return [{ start: '0', end: '10', endpoints: ['127.0.0.2:7000'] }];
    },
  };
  const cql = { settings: async () => (settings instanceof Error ? Promise.reject(settings) : settings) };
  return { node: { host: '127.0.0.1', reads, cql }, asked };
}

const keyspace = (name: string, replication: Readonly<Record<string, string>>): KeyspaceInfo => ({ name, system: false, replication });
const RF3 = { class: 'NetworkTopologyStrategy', dc1: '3' };

describe('knownCluster()', () => {
  it('asks once for the ranges that move of keyspaces that replicate alike, and never for those that are not on the ring', async () => {
    const { node: asked, asked: names } = node({
      keyspaces: [
        keyspace('a', RF3),
        keyspace('b', { dc1: '3', class: 'NetworkTopologyStrategy' }),
        keyspace('local', { class: 'LocalStrategy' }),
      ],
    });
    const { keyspaces } = await knownCluster(asked, [asked], unwatched);
    expect([names, keyspaces.map(({ name, pending }) => [name, pending.length])]).toEqual([
      ['a'],
      [
        ['a', 1],
        ['b', 1],
        ['local', 0],
      ],
    ]);
  });

  it('counts on a member only where it is known to be up', async () => {
    const endpoints = [ringEndpoint(1), ringEndpoint(2, { status: 'Down' }), ringEndpoint(3, { status: '?' })];
    const { node: asked } = node({ endpoints });
    const { members } = await knownCluster(asked, [asked], unwatched);
    expect(members.map(({ liveness }) => liveness)).toEqual(['up', 'down', 'unknown']);
  });

  it.each([
    ['without any', {}, false],
    ['with Cassandra’s own', { authenticator: 'AllowAllAuthenticator' }, false],
    ['with the same, written out', { 'authenticator.class_name': 'org.apache.cassandra.auth.AllowAllAuthenticator' }, false],
    ['with passwords', { authenticator: 'PasswordAuthenticator' }, true],
    ['that it may not read', new Error('not allowed'), undefined],
  ])('knows by the settings whether clients log in: %s', async (_, settings, expected) => {
    const { node: asked } = node({ settings });
    expect((await knownCluster(asked, [asked], unwatched)).usesAuthentication).toBe(expected);
  });
});

describe('withTold()', () => {
  it('asks several at a time, each once, and leaves unknown what nobody could tell', async () => {
    const endpoints = Array.from({ length: 40 }, (_, index) => ringEndpoint(1, { address: `10.0.0.${index + 1}`, tokens: [] }));
    const { node: asked } = node({ endpoints });
    const known = await knownCluster(asked, [asked], unwatched);
    let [running, most] = [0, 0];
    const calls: string[] = [];
    const ids = known.members.map(({ id }) => id);
    const { members } = await withTold(known, ids.slice(1), async (id) => {
      calls.push(id);
      running += 1;
      most = Math.max(most, running);
      await Promise.resolve();
      running -= 1;
      if (id === ids[2]) throw new Error('no answer');
      return { streams: id === ids[1] ? ['Repair'] : [], freeBytes: 1 };
    });
    expect([calls, most]).toEqual([ids.slice(1), 16]);
    expect(members.slice(0, 4).map(({ streams }) => streams)).toEqual([undefined, ['Repair'], undefined, []]);
  });
});
