import { beforeAll, describe, expect, it } from 'vitest';
import { SimulatedSidecars } from './testing/simulated-sidecars.ts';
import { judge } from './verdict.ts';

const NODES = 1_000;
const PEERS = Math.ceil(Math.log2(NODES));

describe(`${NODES} sidecars`, () => {
  let sidecars: SimulatedSidecars;
  const victim = (): string => sidecars.all[123]!.name;
  const cut = (): string => sidecars.all[456]!.name;
  const knows = (name: string, about: string, finding: string): boolean =>
    sidecars.known(name).some((row) => row.about === about && row.finding === finding);

  beforeAll(() => {
    sidecars = new SimulatedSidecars(NODES, 7, true);
    sidecars.runUntil(1_000);
  });

  it('send two messages a second to each of ⌈log₂ n⌉ listeners while nothing happens', () => {
    sidecars.takeSent();
    sidecars.runUntil(sidecars.nowMs + 2_000);
    const perSecond = sidecars.takeSent().map((sent) => sent / 2);
    expect([Math.min(...perSecond), Math.max(...perSecond)]).toEqual([2 * PEERS, 2 * PEERS]);
  });

  it('all know within a second that one says its node died, for one message more to each listener', () => {
    const startMs = sidecars.nowMs;
    sidecars.takeSent();
    sidecars.see(victim(), 'ended');
    const left = new Set(sidecars.all.map(({ name }) => name));
    while (left.size > 0 && sidecars.nowMs < startMs + 1_000) {
      sidecars.runUntil(sidecars.nowMs + 50);
      for (const name of left) {
        if (!knows(name, victim(), 'ended')) break;
        left.delete(name);
      }
    }
    expect(left.size).toBe(0);
    const tookMs = sidecars.nowMs - startMs;
    const beats = Math.ceil(tookMs / 500) * PEERS;
    expect(Math.max(...sidecars.takeSent())).toBeLessThanOrEqual(beats + PEERS);
  });

  it('all know within 2 s that one is cut off', () => {
    const startMs = sidecars.nowMs;
    sidecars.cutOff(cut());
    const others = sidecars.all.filter(({ name }) => name !== cut()).map(({ name }) => name);
    sidecars.runUntil(startMs + 2_000 + 500);
    const nodes = sidecars.all.map(({ name }) => name);
    const verdicts = [others[0]!, others[500]!, others.at(-1)!].map((self) => {
      return judge({ self, nodes, observations: sidecars.known(self), gossip: new Map() }).filter(({ state }) => state !== 'up');
    });
    const found = verdicts.map((each) => each.map(({ node, state }) => [node, state]));
    const expected = [
      [victim(), 'dead'],
      [cut(), 'cutOff'],
    ];
    expect(found).toEqual([expected, expected, expected]);
    expect(others.every((name) => knows(name, cut(), 'unreachable'))).toBe(true);
  });
});

it('a hundred that start at once know of each other within a second, though each listens to seven', () => {
  const sidecars = new SimulatedSidecars(100, 5);
  sidecars.runUntil(1_000);
  expect(sidecars.all.map(({ name }) => sidecars.known(name).length)).toEqual(sidecars.all.map(() => 100));
});

it('the same seed gives the same run', () => {
  const run = (): readonly number[] => {
    const sidecars = new SimulatedSidecars(50, 3);
    sidecars.see(sidecars.all[4]!.name, 'ended');
    sidecars.runUntil(2_000);
    return [...sidecars.takeSent(), ...sidecars.known(sidecars.all[9]!.name).map(({ ageMs }) => ageMs)];
  };
  expect(run()).toEqual(run());
});
