import { describe, expect, test } from 'vitest';

import { endpointState } from './endpoint-state.ts';
import { MAX_GENERATION_DIFFERENCE_SECONDS, mergeEndpointState } from './merge.ts';

const NOW_MS = 1_700_000_000_000;
const NOW_S = NOW_MS / 1000;

const known = endpointState({ generation: NOW_S, version: 20 }, [
  ['LOAD', { value: '10', version: 5 }],
  ['RACK', { value: 'r1', version: 3 }],
]);

describe('mergeEndpointState', () => {
  test('an unknown endpoint is taken whole', () => {
    const result = mergeEndpointState(undefined, known, NOW_MS);
    expect(result).toEqual({ outcome: 'joined', state: known, changed: ['LOAD', 'RACK'] });
  });

  test('a greater generation replaces all that was known, even with less to say', () => {
    const reborn = endpointState({ generation: NOW_S + 1, version: 1 });
    expect(mergeEndpointState(known, reborn, NOW_MS)).toEqual({ outcome: 'restarted', state: reborn, changed: [] });
  });

  test('a lower generation is ignored, however great its version', () => {
    const ghost = endpointState({ generation: NOW_S - 1, version: 9999 });
    expect(mergeEndpointState(known, ghost, NOW_MS)).toEqual({ outcome: 'staleGeneration', state: known, changed: [] });
  });

  test('within a generation only newer values are taken, and the heartbeat with them', () => {
    const news = endpointState({ generation: NOW_S, version: 30 }, [
      ['LOAD', { value: '11', version: 25 }],
      ['RACK', { value: 'wrong', version: 3 }],
      ['DC', { value: 'dc1', version: 2 }],
    ]);
    const { outcome, state, changed } = mergeEndpointState(known, news, NOW_MS);
    expect(outcome).toBe('updated');
    expect(changed).toEqual(['LOAD', 'DC']);
    expect(state?.heartBeat.version).toBe(30);
    expect(Object.fromEntries(state?.applicationStates ?? [])).toEqual({
      LOAD: { value: '11', version: 25 },
      RACK: { value: 'r1', version: 3 },
      DC: { value: 'dc1', version: 2 },
    });
  });

  test('nothing is taken when the greatest version is not greater, and the state stays the same object', () => {
    const result = mergeEndpointState(known, endpointState({ generation: NOW_S, version: 20 }), NOW_MS);
    expect(result.outcome).toBe('current');
    expect(result.state).toBe(known);
  });

  test('a generation more than a year ahead of the clock is ignored and one of exactly a year is taken', () => {
    const atLimit = endpointState({ generation: NOW_S + MAX_GENERATION_DIFFERENCE_SECONDS, version: 1 });
    const beyond = endpointState({ generation: NOW_S + MAX_GENERATION_DIFFERENCE_SECONDS + 1, version: 1 });
    expect(mergeEndpointState(known, atLimit, NOW_MS + 999).outcome).toBe('restarted');
    expect(mergeEndpointState(known, beyond, NOW_MS + 999)).toEqual({
      outcome: 'generationTooFar',
      state: known,
      changed: [],
    });
  });

  test('words that newer ones replace are dropped, whether they come together or one after the other', () => {
    const both = endpointState({ generation: NOW_S, version: 30 }, [
      ['STATUS', { value: 'NORMAL', version: 21 }],
      ['RPC_ADDRESS', { value: '127.0.0.1', version: 1 }],
      ['STATUS_WITH_PORT', { value: 'NORMAL', version: 22 }],
    ]);
    expect([...(mergeEndpointState(undefined, both, NOW_MS).state?.applicationStates.keys() ?? [])]).toEqual([
      'RPC_ADDRESS',
      'STATUS_WITH_PORT',
    ]);
    const later = endpointState({ generation: NOW_S, version: 31 }, [
      ['NATIVE_ADDRESS_AND_PORT', { value: '127.0.0.1:9042', version: 31 }],
    ]);
    const { state } = mergeEndpointState(mergeEndpointState(known, both, NOW_MS).state, later, NOW_MS);
    expect(state?.applicationStates.has('RPC_ADDRESS')).toBe(false);
  });

  test('the guard does not cover an endpoint heard of for the first time', () => {
    const absurd = endpointState({ generation: 2_147_483_647, version: 1 });
    expect(mergeEndpointState(undefined, absurd, NOW_MS).outcome).toBe('joined');
  });
});
