import { describe, expect, test } from 'vitest';

import { type Liveness, LIVENESS_TABLE, type LivenessEvent, nextLiveness } from './liveness.ts';
import { ECHO_TIMEOUT_MS, Membership } from './membership.ts';

const liveness = Object.keys(LIVENESS_TABLE) as Liveness[];
const events: LivenessEvent[] = ['joined', 'restarted', 'echoed', 'convicted', 'markedDead', 'remembered'];
const pairs = liveness.flatMap((from) => events.map((event) => [from, event] as const));

describe('LIVENESS_TABLE', () => {
  test.each(pairs)('%s on %s leads to a state of the table', (from, event) => {
    expect(liveness).toContain(nextLiveness(from, event));
  });

  test.each(pairs)('%s on %s becomes alive only by an echo', (from, event) => {
    const becameAlive = LIVENESS_TABLE[nextLiveness(from, event)].alive && !LIVENESS_TABLE[from].alive;
    expect(becameAlive && event !== 'echoed').toBe(false);
  });

  test.each(liveness)('a conviction takes down %s only if it is alive', (from) => {
    expect(nextLiveness(from, 'convicted')).toBe(LIVENESS_TABLE[from].alive ? 'down' : from);
  });

  test('whoever is alive is drawn from as live', () => {
    const aliveRows = Object.values(LIVENESS_TABLE).filter((row) => row.alive);
    expect(aliveRows.map((row) => row.drawnAs)).toEqual(['live']);
  });

  test('an endpoint that restarts while up is still gossiped to as live but gets no requests', () => {
    const row = LIVENESS_TABLE[nextLiveness('up', 'restarted')];
    expect([row.alive, row.drawnAs]).toEqual([false, 'live']);
  });
});

describe('Membership', () => {
  test('reports up and down once each', () => {
    const membership = new Membership();
    expect(membership.note('peer', 'joined')).toBeUndefined();
    expect(membership.note('peer', 'echoed')).toBe('up');
    expect(membership.note('peer', 'echoed')).toBeUndefined();
    expect(membership.live).toEqual(['peer']);
    expect(membership.note('peer', 'convicted')).toBe('down');
    expect(membership.unreachable).toEqual(['peer']);
  });

  test('asks for one echo at a time, and again when the first is ten seconds late', () => {
    const membership = new Membership();
    expect(membership.awaitEcho('peer', 0)).toBe(true);
    expect(membership.awaitEcho('peer', 1)).toBe(false);
    membership.dropLateEchoes(ECHO_TIMEOUT_MS);
    expect(membership.awaitEcho('peer', ECHO_TIMEOUT_MS)).toBe(false);
    membership.dropLateEchoes(ECHO_TIMEOUT_MS + 1);
    expect(membership.awaitEcho('peer', ECHO_TIMEOUT_MS + 1)).toBe(true);
  });

  test('ignores an echo of an endpoint that was marked dead meanwhile', () => {
    const membership = new Membership();
    membership.note('peer', 'joined');
    membership.awaitEcho('peer', 0);
    membership.note('peer', 'markedDead');
    expect(membership.takeEcho('peer')).toBe(false);
  });
});
