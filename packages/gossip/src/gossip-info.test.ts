import { describe, expect, test } from 'vitest';

import { parseGossipInfo } from './gossip-info.ts';

const TEXT = `/127.0.0.1:7000
  generation:1700000000
  heartbeat:42
  LOAD:38:105432.0
  SCHEMA:12:54e17321-3f2e-37ca-9b08-d91ba7bdd369
  NATIVE_ADDRESS_AND_PORT:3:127.0.0.1:9042
  STATUS_WITH_PORT:21:NORMAL,-9223372036854775808
  FUTURE_STATE:22:whatever
  TOKENS:20:<hidden>
localhost/127.0.0.2:7000
  generation:0
  heartbeat:-1
  TOKENS: not present
`;

describe('parseGossipInfo', () => {
  test('reads generation, heartbeat and versioned values of each endpoint', () => {
    const states = parseGossipInfo(TEXT);
    expect([...states.keys()]).toEqual(['127.0.0.1:7000', '127.0.0.2:7000']);
    const first = states.get('127.0.0.1:7000');
    expect(first?.heartBeat).toEqual({ generation: 1_700_000_000, version: 42 });
    expect(Object.fromEntries(first?.applicationStates ?? [])).toEqual({
      LOAD: { version: 38, value: '105432.0' },
      SCHEMA: { version: 12, value: '54e17321-3f2e-37ca-9b08-d91ba7bdd369' },
      NATIVE_ADDRESS_AND_PORT: { version: 3, value: '127.0.0.1:9042' },
      STATUS_WITH_PORT: { version: 21, value: 'NORMAL,-9223372036854775808' },
      TOKENS: { version: 20, value: '<hidden>' },
    });
  });

  test('reads an endpoint that was never heard of as empty', () => {
    const second = parseGossipInfo(TEXT).get('127.0.0.2:7000');
    expect(second?.heartBeat).toEqual({ generation: 0, version: -1 });
    expect(second?.applicationStates.size).toBe(0);
  });

  test('reads nothing from nothing', () => {
    expect(parseGossipInfo('').size).toBe(0);
  });
});
