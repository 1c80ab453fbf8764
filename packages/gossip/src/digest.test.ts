import { describe, expect, test } from 'vitest';

import { answerRequests, type DigestVerdict, examineDigests, judgeDigest, makeDigests } from './digest.ts';
import { endpointState } from './endpoint-state.ts';

const state = endpointState({ generation: 7, version: 12 }, [
  ['RACK', { value: 'r1', version: 3 }],
  ['LOAD', { value: '10', version: 15 }],
]);
const states = new Map([['peer', state]]);

describe('makeDigests', () => {
  test('counts the greatest version of heartbeat and application states', () => {
    expect(makeDigests(states)).toEqual([{ endpoint: 'peer', generation: 7, maxVersion: 15 }]);
  });
});

describe('judgeDigest', () => {
  const known = { generation: 7, maxVersion: 15 };
  test.each<[string, number, number, boolean, DigestVerdict]>([
    ['the same point', 7, 15, false, 'same'],
    ['the same point of myself', 7, 15, true, 'same'],
    ['a later generation', 8, 1, false, 'requestAll'],
    ['a later generation of myself', 8, 1, true, 'requestAll'],
    ['an earlier generation', 6, 99, false, 'sendAll'],
    ['a later version', 7, 16, false, 'requestAbove'],
    ['an earlier version', 7, 14, false, 'sendAbove'],
    ['a later version of myself', 7, 16, true, 'sendAll'],
    ['an earlier version of myself', 7, 14, true, 'sendAll'],
  ])('a digest at %s (%i:%i, self %s) calls for %s', (_, generation, version, isSelf, verdict) => {
    expect(judgeDigest({ endpoint: 'peer', generation, maxVersion: version }, known, isSelf)).toBe(verdict);
  });

  test('a digest of an unknown endpoint calls for everything', () => {
    expect(judgeDigest({ endpoint: 'peer', generation: 1, maxVersion: 1 }, undefined, false)).toBe('requestAll');
  });
});

describe('examineDigests', () => {
  test('sends only what is newer, with the old heartbeat in it', () => {
    const answer = examineDigests([{ endpoint: 'peer', generation: 7, maxVersion: 13 }], states, 'me');
    expect(answer.requests).toEqual([]);
    expect(answer.states.get('peer')).toEqual(endpointState({ generation: 7, version: 12 }, [['LOAD', { value: '10', version: 15 }]]));
  });

  test('asks for what is above its own greatest version', () => {
    const answer = examineDigests([{ endpoint: 'peer', generation: 7, maxVersion: 20 }], states, 'me');
    expect(answer).toEqual({ requests: [{ endpoint: 'peer', generation: 7, maxVersion: 15 }], states: new Map() });
  });

  test('examines digests in the order received', () => {
    const digests = ['z', 'a', 'm'].map((endpoint, index) => ({ endpoint, generation: 1, maxVersion: 10 - index }));
    const { requests } = examineDigests(digests, states, 'me');
    expect(requests.map(({ endpoint }) => endpoint)).toEqual(['z', 'a', 'm']);
  });
});

describe('answerRequests', () => {
  test('sends all about the node itself whatever version was asked for', () => {
    const requests = [{ endpoint: 'peer', generation: 7, maxVersion: 14 }];
    expect(answerRequests(requests, states, 'peer').get('peer')).toEqual(state);
    expect(answerRequests(requests, states, 'me').get('peer')?.applicationStates.size).toBe(1);
  });

  test('leaves out endpoints about which there is nothing newer or nothing known', () => {
    const requests = [
      { endpoint: 'peer', generation: 7, maxVersion: 15 },
      { endpoint: 'stranger', generation: 1, maxVersion: 0 },
    ];
    expect(answerRequests(requests, states, 'me').size).toBe(0);
  });
});
