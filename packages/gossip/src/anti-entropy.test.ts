import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { ApplicationState } from './application-state.ts';
import { answerRequests, examineDigests, makeDigests } from './digest.ts';
import {
  endpointState,
  type EndpointState,
  type EndpointStates,
  maxVersion,
  stateAbove,
  withApplicationState,
  withHeartBeat,
} from './endpoint-state.ts';
import { compareHistory, emptyHeartBeat } from './heartbeat.ts';
import { mergeEndpointState } from './merge.ts';

const NOW_MS = 1_700_000_000_000;

type Step = 'beat' | 'restart' | ApplicationState;

/** Every state that an endpoint was in, from its first heartbeat on: the only states that honest gossip can carry. */
function historyOf(steps: readonly Step[]): EndpointState[] {
  let version = 1;
  const history = [endpointState({ generation: 1000, version })];
  for (const step of steps) {
    const now = history.at(-1) as EndpointState;
    const { generation } = now.heartBeat;
    version = step === 'restart' ? 1 : version + 1;
    if (step === 'restart') history.push(endpointState({ generation: generation + 1, version }));
    else if (step === 'beat') history.push(withHeartBeat(now, { generation, version }));
    else history.push(withApplicationState(now, step, { value: `${step} at ${generation}:${version}`, version }));
  }
  return history;
}

const steps = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.constant<Step>('beat') },
    { weight: 1, arbitrary: fc.constant<Step>('restart') },
    { weight: 3, arbitrary: fc.constantFrom<Step>('LOAD', 'SCHEMA', 'STATUS_WITH_PORT', 'RPC_READY') },
  ),
  { maxLength: 30 },
);
const history = steps.map(historyOf);
const moment = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

function at(states: readonly EndpointState[], when: number): EndpointState {
  return states[Math.floor(when * states.length)] as EndpointState;
}

function merged(local: EndpointState | undefined, remote: EndpointState): EndpointState {
  return mergeEndpointState(local, remote, NOW_MS).state as EndpointState;
}

const point = (state: EndpointState): { generation: number; version: number } => ({
  generation: state.heartBeat.generation,
  version: maxVersion(state),
});

describe('merging what an endpoint said', () => {
  test('is idempotent, commutative and associative', () => {
    fc.assert(
      fc.property(history, moment, moment, moment, (states, one, two, three) => {
        const [a, b, c] = [at(states, one), at(states, two), at(states, three)];
        expect(merged(a, a)).toEqual(a);
        expect(merged(a, b)).toEqual(merged(b, a));
        expect(merged(merged(a, b), c)).toEqual(merged(a, merged(b, c)));
      }),
    );
  });

  test('yields the later of the two states', () => {
    fc.assert(
      fc.property(history, moment, moment, (states, one, two) => {
        const later = at(states, Math.max(one, two));
        expect(merged(at(states, one), at(states, two))).toEqual(later);
      }),
    );
  });

  test('never takes knowledge back, even when what comes in is not from the history', () => {
    const version = fc.integer({ min: 0, max: 50 });
    const anyState = fc
      .record({ generation: fc.integer({ min: 999, max: 1003 }), version, load: version })
      .map(({ generation, version: beat, load }) =>
        endpointState({ generation, version: beat }, [['LOAD', { value: 'forged', version: load }]]),
      );
    fc.assert(
      fc.property(anyState, anyState, (local, remote) => {
        expect(compareHistory(point(merged(local, remote)), point(local))).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  test('the part above what is known does as well as the whole', () => {
    fc.assert(
      fc.property(history, moment, moment, (states, one, two) => {
        const local = at(states, Math.min(one, two));
        const remote = at(states, Math.max(one, two));
        fc.pre(local.heartBeat.generation === remote.heartBeat.generation);
        const delta = stateAbove(remote, maxVersion(local));
        expect(delta === undefined ? local : merged(local, delta)).toEqual(remote);
      }),
    );
  });
});

describe('an exchange of SYN, ACK and ACK2', () => {
  const peers = ['a', 'b', 'c', 'd'];
  interface Knowledge {
    readonly states: readonly EndpointState[];
    readonly momentOfOpener: number | undefined;
    readonly momentOfAnswerer: number | undefined;
  }
  const knowledge: fc.Arbitrary<Knowledge> = fc.record({
    states: history,
    momentOfOpener: fc.option(moment, { nil: undefined }),
    momentOfAnswerer: fc.option(moment, { nil: undefined }),
  });
  const world = fc.array(knowledge, { minLength: peers.length, maxLength: peers.length });

  function exchange(
    [opener, answerer]: readonly [EndpointStates, EndpointStates],
    [opening, answering]: readonly [string, string] = ['a', 'b'],
  ): [EndpointStates, EndpointStates] {
    const ack = examineDigests(makeDigests(opener), answerer, answering);
    const openerAfter = applyAll(opener, ack.states, opening);
    const ack2 = answerRequests(ack.requests, openerAfter, opening);
    return [openerAfter, applyAll(answerer, ack2, answering)];
  }

  function applyAll(states: EndpointStates, news: EndpointStates, self: string): EndpointStates {
    const after = new Map(states);
    for (const [endpoint, state] of news) if (endpoint !== self) after.set(endpoint, merged(after.get(endpoint), state));
    return after;
  }

  /** Node `a` opens, node `b` answers; each knows its own latest state and some moment, or nothing, of the others. */
  function views(drawn: readonly Knowledge[]): [EndpointStates, EndpointStates] {
    const opener = new Map<string, EndpointState>();
    const answerer = new Map<string, EndpointState>();
    for (const [index, { states, momentOfOpener, momentOfAnswerer }] of drawn.entries()) {
      const peer = peers[index] as string;
      const latest = states.at(-1) as EndpointState;
      if (peer === 'a') opener.set(peer, latest);
      else if (momentOfOpener !== undefined) opener.set(peer, at(states, momentOfOpener));
      if (peer === 'b') answerer.set(peer, latest);
      else if (momentOfAnswerer !== undefined) answerer.set(peer, at(states, momentOfAnswerer));
    }
    return [opener, answerer];
  }

  test('leaves both nodes with the later state of every endpoint that the opener or the answerer to its digest knew', () => {
    fc.assert(
      fc.property(world, (drawn) => {
        const [opener, answerer] = views(drawn);
        const [openerAfter, answererAfter] = exchange([opener, answerer]);
        for (const endpoint of opener.keys()) {
          const [left, right] = [opener.get(endpoint), answerer.get(endpoint)];
          const later = left && right ? merged(left, right) : (left ?? right);
          expect(openerAfter.get(endpoint)).toEqual(later);
          expect(answererAfter.get(endpoint)).toEqual(later);
        }
      }),
    );
  });

  test('tells the opener nothing about endpoints that its digests do not name', () => {
    fc.assert(
      fc.property(world, (drawn) => {
        const [opener, answerer] = views(drawn);
        const [openerAfter] = exchange([opener, answerer]);
        expect([...openerAfter.keys()].sort()).toEqual([...opener.keys()].sort());
      }),
    );
  });

  test('a second exchange in the other direction makes both views equal, and a third finds nothing to say', () => {
    fc.assert(
      fc.property(world, (drawn) => {
        const [openerAfter, answererAfter] = exchange(views(drawn));
        const [b, a] = exchange([answererAfter, openerAfter], ['b', 'a']);
        expect(new Map(a)).toEqual(new Map(b));
        const third = examineDigests(makeDigests(a), b, 'b');
        expect(third).toEqual({ requests: [], states: new Map() });
      }),
    );
  });

  test('an endpoint remembered by address only is asked for in full', () => {
    const answerer = new Map([['c', endpointState(emptyHeartBeat)]]);
    const digests = [{ endpoint: 'c', generation: 1000, maxVersion: 7 }];
    expect(examineDigests(digests, answerer, 'b').requests).toEqual([{ endpoint: 'c', generation: 1000, maxVersion: 0 }]);
  });
});
