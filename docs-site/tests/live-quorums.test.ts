import { CONSISTENCY_LEVELS, type ConsistencyLevel } from '@ringside/model';
import { quorum } from '@ringside/ring';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { picture } from '../src/live/quorum-calculator/picture';
import { quorums } from '../src/live/quorum-calculator/quorums';
import type { QuorumState } from '../src/live/quorum-calculator/state';

const at = (level: ConsistencyLevel, from = 1): { level: ConsistencyLevel; from: number } => ({ level, from });
const overlap = (rf: readonly number[], write: ConsistencyLevel, read: ConsistencyLevel, writeFrom = 1, readFrom = 1): boolean =>
  quorums(rf, at(write, writeFrom), at(read, readFrom)).overlap;
const told = (state: Partial<QuorumState>): string => {
  const whole = { rf: [3], write: 'QUORUM', read: 'QUORUM', writeFrom: 1, readFrom: 1, ...state } as const;
  return picture.tell(whole, picture.model(whole));
};

describe('quorums()', () => {
  it('is R + W > N in one datacenter, for every pair of levels that count replicas', () => {
    const needs: Readonly<Partial<Record<ConsistencyLevel, (factor: number) => number>>> = {
      ONE: () => 1,
      TWO: () => 2,
      THREE: () => 3,
      QUORUM: quorum,
      LOCAL_QUORUM: quorum,
      EACH_QUORUM: quorum,
      ALL: (factor) => factor,
      LOCAL_ONE: () => 1,
    };
    const level = fc.constantFrom(...(Object.keys(needs) as ConsistencyLevel[]));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), level, level, (factor, write, read) => {
        const [w, r] = [needs[write]?.(factor) ?? 0, needs[read]?.(factor) ?? 0];
        fc.pre(w <= factor && r <= factor);
        const found = quorums([factor], at(write), at(read));
        expect(found.overlap).toBe(r + w > factor);
        expect([found.write.waitsFor, found.write.mayBeDown]).toEqual([w, factor - w]);
      }),
    );
  });

  it('minds where replicas stand when there are several datacenters', () => {
    expect(overlap([3, 3], 'LOCAL_QUORUM', 'LOCAL_QUORUM')).toBe(true);
    expect(overlap([3, 3], 'LOCAL_QUORUM', 'LOCAL_QUORUM', 1, 2)).toBe(false);
    expect(overlap([3, 3], 'EACH_QUORUM', 'LOCAL_QUORUM', 1, 2)).toBe(true);
    expect(overlap([3, 3], 'QUORUM', 'LOCAL_QUORUM')).toBe(false);
    expect(overlap([3, 1], 'QUORUM', 'LOCAL_QUORUM')).toBe(true);
    expect(overlap([3, 3], 'QUORUM', 'QUORUM', 1, 2)).toBe(true);
    expect(overlap([3, 3], 'ALL', 'LOCAL_ONE', 1, 2)).toBe(true);
  });

  it('never counts on a hint, and finds a level that asks for more replicas than there are', () => {
    expect(overlap([3], 'ANY', 'ALL')).toBe(false);
    expect(quorums([3], at('ANY'), at('ALL')).write).toEqual({ waitsFor: 0, mayBeDown: 3 });
    expect(quorums([2], at('THREE'), at('ONE')).write).toEqual({ waitsFor: 3, mayBeDown: -1 });
  });

  it('shows a case that is enough for both sides and shares as little as can be', () => {
    const { worst } = quorums([3], at('QUORUM'), at('QUORUM'));
    expect(worst).toMatchObject({ written: [2], read: [2] });
    expect(quorums([3, 3], at('LOCAL_QUORUM', 1), at('LOCAL_QUORUM', 2)).worst).toMatchObject({ written: [2, 0], read: [0, 2] });
  });

  it('answers for every pair of levels on the largest keyspace that the picture takes', () => {
    for (const write of CONSISTENCY_LEVELS) expect(quorums([5, 5, 5], at(write), at('QUORUM')).write.mayBeDown).toBeGreaterThanOrEqual(0);
  });
});

describe('the quorum calculator', () => {
  it('tells the sum in words', () => {
    expect(told({})).toBe(
      'A write at QUORUM waits for 2 of 3 replicas; any 1 may be down. A read at QUORUM waits for 2 of 3 replicas; any 1 may be down. ' +
        'Reads see writes: 2 + 2 is more than 3, so every read asks at least one replica that has the write.',
    );
    expect(told({ write: 'ONE', read: 'ONE' })).toContain('A read may miss a write: 1 + 1 is not more than 3, so');
  });

  it('does not promise that ordinary reads see conditional writes, and does that serial ones do', () => {
    expect(told({ write: 'SERIAL', read: 'QUORUM' })).toContain('An ordinary read need not see a conditional write');
    expect(told({ write: 'SERIAL', read: 'SERIAL' })).toContain('Reads see writes');
    expect(told({ rf: [3, 3], write: 'LOCAL_SERIAL', read: 'SERIAL' })).toContain('A read may miss a write');
  });

  it('says when a level never succeeds, and then nothing about both', () => {
    expect(told({ rf: [2], read: 'THREE' })).toMatch(/A read at THREE never succeeds: it waits for 3 of 2 replicas\.$/);
  });
});
