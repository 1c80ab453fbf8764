import { PHI_FACTOR } from '@ringside/gossip';
import { spreadRumor } from '@ringside/gossip/simulator';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type GossipFacts, factsOf } from '../src/live/gossip-simulator/facts';
import { check, type GossipState } from '../src/live/gossip-simulator/state';
import { tell } from '../src/live/gossip-simulator/tell';
import { detect, SILENT_FROM_MS } from '../src/live/phi-detector/detection';
import { tell as tellPhi } from '../src/live/phi-detector/tell';

const cluster = (more: Partial<GossipState> = {}): GossipState => ({
  nodes: 12,
  seed: 1,
  step: 0,
  rumor: 0,
  dead: 0,
  killed: 0,
  ...more,
});
const after = (step: number, more: Partial<GossipState> = {}): GossipFacts => factsOf(cluster({ step, ...more }));

describe('the gossip simulator', () => {
  it('takes as many rounds for a rumor as the experiment of the package', () => {
    for (const seed of [1, 2, 3]) {
      const { rounds, informedByRound } = spreadRumor({ nodes: 12, seed });
      expect(after(20, { seed }).roundsToKnow).toBe(rounds);
      expect(informedByRound.map((_, step) => after(step, { seed }).informed)).toEqual(informedByRound);
    }
  });

  it('shows the same round whether the reader stepped there, came by a link or went back', () => {
    const state = fc.record({ nodes: fc.integer({ min: 3, max: 9 }), seed: fc.nat(20), step: fc.nat(12) });
    fc.assert(
      fc.property(state, (chosen) => {
        const direct = JSON.stringify(factsOf(cluster(chosen)));
        factsOf(cluster({ ...chosen, step: chosen.step + 3 }));
        const back = JSON.stringify(factsOf(cluster(chosen)));
        factsOf(cluster({ nodes: 4, seed: 99 }));
        for (let step = 0; step < chosen.step; step += 1) factsOf(cluster({ ...chosen, step }));
        expect([back, JSON.stringify(factsOf(cluster(chosen)))]).toEqual([direct, direct]);
      }),
      { numRuns: 20 },
    );
  });

  it('lets every running node open a conversation each round, and SYN, ACK, ACK2 follow in that order', () => {
    const { round } = after(5);
    expect(new Set(round.conversations.map(({ from }) => from)).size).toBe(12);
    expect(round.sent.syn).toBeGreaterThanOrEqual(round.sent.ack);
    expect(round.sent.ack).toBeGreaterThanOrEqual(round.sent.ack2);
    expect(round.conversations.filter(({ reached }) => reached === 'ack2').length).toBeGreaterThan(0);
  });

  it('keeps a killed node quiet, leaves SYNs to it without an answer, and has it taken for down by everyone in the end', () => {
    const dead = 4;
    const later = after(6, { dead, killed: 3 });
    expect(later.round.conversations.some(({ from }) => from === 'n4')).toBe(false);
    expect(later.round.conversations.filter(({ to }) => to === 'n4').every(({ reached }) => reached === 'syn')).toBe(true);
    expect(later.suspecting).toBe(0);
    const end = after(60, { dead, killed: 3 });
    expect([end.suspecting, end.running, end.isOver]).toEqual([11, 11, true]);
    expect(end.roundsToSuspect).toBeGreaterThan(10);
    expect(end.roundsToSuspect).toBeLessThan(45);
  });

  it('says in words what it shows', () => {
    expect(tell(cluster(), after(0))).toBe('Round 0. 1 of 12 running nodes know what n12 said after round 0.');
    expect(tell(cluster({ step: 20 }), after(20))).toMatch(
      /^Round 20\. \d+ SYN, \d+ ACK and \d+ ACK2 were sent in it\. All 12 running nodes know what n12 said after round 0; it took \d rounds\.$/,
    );
    const killed = cluster({ step: 60, dead: 4, killed: 3 });
    expect(tell(killed, factsOf(killed))).toMatch(/n4 was killed after round 3; \d+ rounds later all others took it for down\.$/);
  });

  it('refuses to kill the node that speaks, or one that is not there', () => {
    expect(check(cluster({ dead: 12 }))).toContain('n12 cannot be killed');
    expect(check(cluster({ dead: 13 }))).toContain('there is no n13');
    expect(check(cluster({ dead: 11 }))).toBeUndefined();
  });
});

describe('the φ detector', () => {
  const even = { intervalMs: 1_000, threshold: 8, jitter: 0, silence: 30 };

  it('convicts at the first look after the silence that the formula gives', () => {
    const { meanMs, silenceToConvictMs, convictedAtMs, backAtMs } = detect(even);
    expect(meanMs).toBeCloseTo((2_000 + 310 * 1_000) / 311, 6);
    expect(silenceToConvictMs).toBeCloseTo((8 / PHI_FACTOR) * meanMs, 6);
    expect(convictedAtMs).toBe(Math.ceil((SILENT_FROM_MS + silenceToConvictMs) / 1_000) * 1_000);
    expect(backAtMs).toBe(40_000);
  });

  it('convicts nobody who is silent for less, and later with a greater threshold or slower heartbeats', () => {
    expect(detect({ ...even, silence: 18 }).convictedAtMs).toBeUndefined();
    expect(detect({ ...even, silence: 0 }).peak).toBeLessThan(1);
    const usual = detect(even).convictedAtMs ?? 0;
    expect(detect({ ...even, threshold: 12, silence: 45 }).convictedAtMs).toBeGreaterThan(usual);
    expect(detect({ ...even, intervalMs: 1_500, silence: 45 }).convictedAtMs).toBeGreaterThan(usual);
    expect(detect({ ...even, intervalMs: 500 }).convictedAtMs).toBeLessThan(usual);
  });

  it('never has φ above the threshold for longer than from one look to the next without a conviction', () => {
    const any = fc.record({
      intervalMs: fc.integer({ min: 200, max: 2_000 }),
      threshold: fc.integer({ min: 5, max: 16 }),
      jitter: fc.integer({ min: 0, max: 90 }),
      silence: fc.integer({ min: 0, max: 45 }),
    });
    fc.assert(
      fc.property(any, (state) => {
        const { samples, heartbeatsMs, convictedAtMs = Number.POSITIVE_INFINITY } = detect(state);
        const above = samples.filter(({ phi }) => phi > state.threshold).map(({ atMs }) => atMs);
        // A heartbeat that comes before the next look takes φ down unseen, as it does in Cassandra.
        const isBackSoon = (atMs: number): boolean => heartbeatsMs.some((beatMs) => beatMs >= atMs && beatMs <= atMs + 1_000);
        expect(above.filter((atMs) => convictedAtMs > atMs + 1_000 && !isBackSoon(atMs))).toEqual([]);
      }),
      { numRuns: 60, examples: [[{ intervalMs: 1967, threshold: 10, jitter: 90, silence: 19 }]] },
    );
  });

  it('says the formula with its numbers', () => {
    expect(tellPhi(even, detect(even))).toBe(
      'φ = 0.434 × silence ÷ mean interval. The mean is 1003 ms, so φ passes 8 after 8 ÷ 0.434 = 18.4 mean intervals: 18.5 s of silence. ' +
        'The sender is silent for 30 s from 10.0 s on. It is convicted at 29.0 s, until its next heartbeat, at 40.0 s.',
    );
    const brief = { ...even, silence: 5 };
    expect(tellPhi(brief, detect(brief))).toContain('φ stays below the threshold; its peak is 2.2.');
  });
});
