import { describe, expect, it } from 'vitest';
import { Board } from './board.ts';
import type { Observation } from './finding.ts';

const up = { kind: 'node', about: 'a:1', finding: 'up' } as const;
const ended = { kind: 'node', about: 'a:1', finding: 'ended' } as const;

/** What one board tells another. */
function tell(from: Board, to: Board, nowMs: number, since = 0): number {
  return to.take(from.since(since, nowMs).rows, nowMs);
}

describe('Board', () => {
  it('tells of each observer, kind and node what was seen last, with its age of now', () => {
    const board = new Board('a:1', 1);
    board.see(up, 1_000);
    board.see(ended, 5_000);
    expect(board.since(0, 6_200).rows).toEqual([{ ...ended, observer: 'a:1', epoch: 1, sequence: 2, ageMs: 1_200 }]);
  });

  it('says nothing new of what is as it was, and keeps since when', () => {
    const board = new Board('a:1', 1);
    board.see(ended, 1_000);
    const { version } = board.since(0, 1_000);
    expect(board.see(ended, 2_000)).toBe(false);
    expect(board.since(version, 2_000).rows).toEqual([]);
    expect(board.since(0, 2_000).rows[0]?.ageMs).toBe(1_000);
  });

  it('takes ages over from another clock, ten minutes apart or with another origin', () => {
    const [a, b] = [new Board('a:1', 1), new Board('b:1', 1)];
    a.see(ended, 700_000);
    b.take(a.since(0, 701_500).rows, 42);
    expect(b.since(0, 542).rows[0]?.ageMs).toBe(2_000);
  });

  it('comes to the same whatever the order in which news arrive, and however often', () => {
    const [a, b, c] = [new Board('a:1', 1), new Board('b:1', 1), new Board('c:1', 1)];
    a.see(up, 0);
    const old = a.since(0, 0).rows;
    a.see(ended, 10);
    b.take(a.since(0, 10).rows, 10);
    b.take(old, 10);
    c.take(old, 10);
    tell(b, c, 10);
    expect(tell(b, c, 10)).toBe(0);
    expect(b.since(0, 10).rows).toEqual(c.since(0, 10).rows);
    expect(c.since(0, 10).rows[0]?.finding).toBe('ended');
  });

  it('forgets what an observer saw in an earlier life, and takes nothing of it any more', () => {
    const [old, young, other] = [new Board('a:1', 1), new Board('a:1', 2), new Board('b:1', 1)];
    old.see({ kind: 'peer', about: 'c:1', finding: 'unreachable' }, 0);
    tell(old, other, 0);
    young.see(up, 0);
    tell(young, other, 0);
    expect(tell(old, other, 0)).toBe(0);
    expect(other.since(0, 0).rows.map(({ finding }) => finding)).toEqual(['up']);
  });

  it('says everything again in a later life when others know of one that its clock had forgotten', () => {
    const [old, young, other] = [new Board('a:1', 1_000), new Board('a:1', 400), new Board('b:1', 1)];
    old.see(ended, 0);
    tell(old, other, 0);
    young.see(up, 0);
    expect(tell(young, other, 0)).toBe(0);
    tell(other, young, 0);
    expect(tell(young, other, 0)).toBe(1);
    expect(other.since(0, 0).rows).toEqual([{ ...up, observer: 'a:1', epoch: 1_001, sequence: 1, ageMs: 0 }]);
  });

  it('keeps nothing about or by nodes that left, but for what it sees of its own', () => {
    const board = new Board('a:1', 1);
    board.see(up, 0);
    board.see({ kind: 'peer', about: 'b:1', finding: 'reached' }, 0);
    const foreign: Observation = { observer: 'c:1', about: 'a:1', kind: 'gossip', finding: 'down', epoch: 1, sequence: 1, ageMs: 0 };
    board.take([foreign], 0);
    board.keepOnly(new Set(['d:1']));
    expect(board.since(0, 0).rows.map(({ kind }) => kind)).toEqual(['node']);
  });

  it('forgets what an observer saw in an earlier life as soon as it says that it is in a later one', () => {
    const board = new Board('b:1', 1);
    board.take([{ ...up, observer: 'a:1', epoch: 5, sequence: 1, ageMs: 0 }], 0);
    board.meet('a:1', 5);
    board.meet('a:1', 4);
    expect(board.since(0, 0).rows).toHaveLength(1);
    board.meet('a:1', 6);
    expect(board.since(0, 0).rows).toEqual([]);
    expect(board.take([{ ...up, observer: 'a:1', epoch: 5, sequence: 9, ageMs: 0 }], 0)).toBe(0);
  });

  it('says how much it forgot of nodes that it does not know, and takes that when it is told again', () => {
    const [board, other] = [new Board('a:1', 1), new Board('b:1', 1)];
    other.see({ kind: 'node', about: 'b:1', finding: 'up' }, 0);
    tell(other, board, 0);
    expect(board.keepOnly(new Set(['a:1']))).toBe(1);
    expect(board.keepOnly(new Set(['a:1', 'b:1']))).toBe(0);
    expect(tell(other, board, 0, other.version)).toBe(0);
    expect(tell(other, board, 0)).toBe(1);
  });

  it('stays as small as its cluster while nodes with ever new names come and go, and restart', () => {
    const board = new Board('a:1', 1);
    board.see(up, 0);
    for (let round = 1; round <= 5_000; round += 1) {
      const name = `n${round}:1`;
      board.take([{ kind: 'node', about: name, finding: 'up', observer: name, epoch: round, sequence: 1, ageMs: 0 }], round);
      board.see({ kind: 'peer', about: name, finding: 'reached' }, round);
      board.see({ kind: 'peer', about: 'z:1', finding: round % 2 === 0 ? 'reached' : 'unreachable' }, round);
      board.keepOnly(new Set(['a:1', 'z:1', name, `n${round - 1}:1`]));
    }
    expect(board.size).toBeLessThan(100);
  });

  it('takes a bounded number of rows from whoever invents them', () => {
    const board = new Board('a:1', 1);
    const invented = Array.from({ length: 30_000 }, (_, index): Observation => {
      return { observer: `x${index}:1`, about: 'a:1', kind: 'gossip', finding: 'down', epoch: 1, sequence: 1, ageMs: 0 };
    });
    expect(board.take(invented, 0)).toBe(20_000);
  });
});
