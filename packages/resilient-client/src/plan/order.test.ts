import fc from 'fast-check';
import { expect, test } from 'vitest';
import { orderOthers, orderReplicas } from './order.ts';

const byNumber = (a: number, b: number): number => a - b;

const candidates = fc
  .uniqueArray(fc.integer({ min: 0, max: 20 }), { maxLength: 7 })
  .chain((hosts) =>
    fc.tuple(...hosts.map((host) => fc.record({ host: fc.constant(host), isDemoted: fc.boolean(), inFlight: fc.nat(50) }))),
  );

test('every replica is in the plan once, the demoted at the back, and the first is no busier than the second', () => {
  fc.assert(
    fc.property(candidates, fc.integer(), (replicas, seed) => {
      const { front, back } = orderReplicas(
        replicas.map(({ host }) => host),
        knowledge(replicas, fcRandom(seed)),
      );
      const demoted = replicas.filter(({ isDemoted }) => isDemoted).map(({ host }) => host);
      expect([...front, ...back].toSorted(byNumber)).toEqual(replicas.map(({ host }) => host).toSorted(byNumber));
      expect(back).toEqual(demoted);
      const busy = front.map((host) => replicas.find((replica) => replica.host === host)?.inFlight ?? 0);
      expect(busy[0] ?? 0).toBeLessThanOrEqual(busy[1] ?? Infinity);
    }),
  );
});

test('replicas that are equally busy are asked equally often', () => {
  const known = { isDemoted: () => false, inFlight: () => 1, random: fcRandom(7) };
  const first = Array.from({ length: 3_000 }, () => orderReplicas(['a', 'b', 'c'], known).front[0]);
  for (const host of ['a', 'b', 'c']) expect(first.filter((each) => each === host).length).toBeGreaterThan(900);
});

test('behind the front come the hosts that are not demoted, then demoted replicas, then other demoted hosts', () => {
  const order = orderOthers(['a', 'b', 'c', 'd', 'e'], { front: ['a'], back: ['b'] }, (host) => host === 'd', 2);
  expect(order).toEqual(['c', 'e', 'b', 'd']);
});

test('another host comes first each time', () => {
  const firsts = [0, 1, 2, 3].map((turn) => orderOthers(['a', 'b', 'c'], { front: [], back: [] }, () => false, turn)[0]);
  expect(firsts).toEqual(['a', 'b', 'c', 'a']);
});

interface Replica {
  readonly host: number;
  readonly isDemoted: boolean;
  readonly inFlight: number;
}

function knowledge(replicas: readonly Replica[], random: () => number) {
  const of = (host: number) => replicas.find((replica) => replica.host === host);
  return { isDemoted: (host: number) => of(host)?.isDemoted === true, inFlight: (host: number) => of(host)?.inFlight ?? 0, random };
}

/** Reproducible chance (mulberry32). */
function fcRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
