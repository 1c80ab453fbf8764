import {
  type ApplicationState,
  ArrivalWindow,
  endpointState,
  type EndpointState,
  examineDigests,
  mergeEndpointState,
  parseGossipInfo,
} from '@ringside/gossip';
import { describe, expect, test } from 'vitest';
import { askCassandra } from './support/java-oracle.ts';
import { Chance } from './support/random.ts';

const NAMES: readonly ApplicationState[] = [
  'LOAD',
  'SCHEMA',
  'RACK',
  'STATUS',
  'STATUS_WITH_PORT',
  'INTERNAL_IP',
  'INTERNAL_ADDRESS_AND_PORT',
  'RPC_ADDRESS',
  'NATIVE_ADDRESS_AND_PORT',
];
const STATUSES = ['NORMAL,-1', 'BOOT,5', 'LEFT,1,2', 'removed,id,1', 'hibernate,true', 'MOVING,3'];
const NANOS_PER_MS = 1e6;

interface WireState {
  readonly generation: number;
  readonly version: number;
  readonly states: Readonly<Record<string, readonly [number, string]>>;
}

function drawState(chance: Chance, generations: readonly number[]): WireState {
  const names = NAMES.filter(() => chance.chance(0.5));
  const value = (name: string): string => (name.startsWith('STATUS') ? chance.pick(STATUSES) : `v${chance.integer(1, 9)}`);
  const states = Object.fromEntries(names.map((name) => [name, [chance.integer(1, 12), value(name)] as const]));
  return { generation: chance.pick(generations), version: chance.integer(-1, 12), states };
}

function read({ generation, version, states }: WireState): EndpointState {
  return endpointState(
    { generation, version },
    Object.entries(states).map(([name, [valueVersion, value]]) => [name as ApplicationState, { value, version: valueVersion }]),
  );
}

function write({ heartBeat, applicationStates }: EndpointState): WireState {
  const states = [...applicationStates].map(([name, { value, version }]) => [name, [version, value]] as const);
  return { ...heartBeat, states: Object.fromEntries(states) };
}

describe("gossip's rules, beside Cassandra's own Gossiper", () => {
  test('2,000 random states merge to the same state, whatever came before', async () => {
    const chance = new Chance(1);
    const nowSeconds = Math.floor(Date.now() / 1000);
    const generations = [0, 1, 2, 3, nowSeconds, nowSeconds + 86_400 * 364, nowSeconds + 86_400 * 366, 2_147_483_647];
    const questions = chance.many(2000, () => ({
      op: 'merge',
      endpoint: '10.0.0.9',
      local: chance.chance(0.1) ? null : drawState(chance, generations),
      remote: drawState(chance, chance.chance(0.5) ? [1, 2] : generations),
    }));
    const answers = await askCassandra<WireState>('GossipOracle', questions);
    for (const [index, { local, remote }] of questions.entries()) {
      const { state } = mergeEndpointState(local === null ? undefined : read(local), read(remote), nowSeconds * 1000);
      expect(state && write(state), `case ${JSON.stringify(questions[index])}`).toEqual(answers[index]);
    }
  });

  test('2,000 random sets of digests get the same requests and the same news', async () => {
    const chance = new Chance(2);
    const ids = chance.many(6, (index) => `10.0.0.${index + 1}`);
    const questions = chance.many(2000, () => ({
      op: 'examine',
      self: '10.0.0.1',
      states: Object.fromEntries(
        ids.filter((id) => id === '10.0.0.1' || chance.chance(0.8)).map((id) => [id, drawState(chance, [1, 2, 3])]),
      ),
      digests: [...ids.filter(() => chance.chance(0.7)), '10.0.0.1'].map(
        (id) => [id, chance.integer(1, 3), chance.integer(-1, 12)] as const,
      ),
    }));
    const answers = await askCassandra<{ requests: unknown[]; states: Record<string, WireState> }>('GossipOracle', questions);
    for (const [index, { self, states, digests }] of questions.entries()) {
      const known = new Map(Object.entries(states).map(([id, state]) => [id, read(state)]));
      const asked = digests.map(([endpoint, generation, maxVersion]) => ({ endpoint, generation, maxVersion }));
      const ours = examineDigests(asked, known, self);
      const requests = ours.requests.map(({ endpoint, generation, maxVersion }) => [endpoint, generation, maxVersion]);
      const news = Object.fromEntries([...ours.states].map(([id, state]) => [id, write(state)]));
      expect({ requests, states: news }, `case ${JSON.stringify(questions[index])}`).toEqual(answers[index]);
    }
  });

  test('500 random views are read back from what nodetool gossipinfo prints', async () => {
    const chance = new Chance(4);
    const questions = chance.many(500, () => ({
      op: 'print',
      states: Object.fromEntries(
        chance.many(chance.integer(1, 5), (index) => [`10.0.0.${index + 1}`, drawState(chance, [1, 1_795_392_000])]),
      ),
    }));
    const answers = await askCassandra<string>('GossipOracle', questions);
    for (const [index, { states }] of questions.entries()) {
      const printed = [...parseGossipInfo(answers[index] ?? '')].map(([endpoint, state]) => [endpoint, write(state)]);
      const drawn = Object.entries(states).map(([id, state]) => [`${id}:7000`, state]);
      expect(Object.fromEntries(printed), `case ${answers[index]}`).toEqual(Object.fromEntries(drawn));
    }
  });

  test('arrival windows of up to 3,000 heartbeats have the same mean to the nanosecond and the same φ to the last bit', async () => {
    const chance = new Chance(3);
    const questions = chance.many(40, () => {
      let nowNanos = 1_000_000_000;
      const rhythm = chance.pick([300, 1000, 1900]);
      const arrivals = chance.many(
        chance.integer(1, 3000),
        () => (nowNanos += Math.floor(rhythm * NANOS_PER_MS * (chance.integer(1, 1200) / 1000))),
      );
      const looks = chance.many(20, () => nowNanos + chance.integer(0, 60_000) * NANOS_PER_MS + chance.integer(0, 999_999));
      return { op: 'window', arrivals, looks };
    });
    const answers = await askCassandra<{ means: number[]; phis: number[] }>('GossipOracle', questions);
    for (const [index, { arrivals, looks }] of questions.entries()) {
      const window = new ArrivalWindow();
      const means = arrivals.map((nanos) => {
        window.add(nanos / NANOS_PER_MS);
        return window.meanMs * NANOS_PER_MS;
      });
      const answer = answers[index] as (typeof answers)[number];
      expect(means.map(Math.round)).toEqual(answer.means.map(Math.round));
      const phis = looks.map((nanos) => window.phi(nanos / NANOS_PER_MS));
      expect(phis).toEqual(answer.phis.map((raw) => (1 / Math.log(10)) * raw));
    }
  });
});
