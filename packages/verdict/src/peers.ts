/** Up to so many others, a sidecar listens to every one. */
const FEW = 4;
/** How many stand in for one that does not answer. */
const STAND_INS = 2;

/**
 * The other sidecars that one listens to: those 1, 2, 4, 8, … places on in a shuffled order that all compute alike, so ⌈log₂ n⌉ of them listen to each, and
 * news need that many hops at most (the fingers of Chord, SIGCOMM 2001). All others where they are few. One that does not answer is still listened for,
 * and the next ones stand in for it.
 *
 * @param self the sidecar that listens, one of `sidecars`
 * @param sidecars all of them, in any order
 * @param isLost whether this sidecar gets no answer from that one
 */
export function peersOf(self: string, sidecars: readonly string[], isLost: (sidecar: string) => boolean): readonly string[] {
  return createPeers(sidecars)(self, isLost);
}

/** {@link peersOf} for many of the same sidecars: their order is computed once. */
export function createPeers(sidecars: readonly string[]): (self: string, isLost: (sidecar: string) => boolean) => readonly string[] {
  const order = [...new Set(sidecars)].map((name) => ({ name, place: hash(name) })).toSorted(byPlace);
  const placeOf = new Map(order.map(({ name }, index) => [name, index]));
  return (self, isLost) => {
    const from = placeOf.get(self) ?? -1;
    const others = order.length - (placeOf.has(self) ? 1 : 0);
    const at = (step: number): string => (order[(from + step) % order.length] as { name: string }).name;
    if (others <= FEW) return Array.from({ length: others }, (_, index) => at(index + 1));
    const chosen = new Set<string>();
    for (let step = 1; step <= others; step *= 2) {
      chosen.add(at(step));
      for (let extra = 1; extra <= STAND_INS && step + extra <= others && isLost(at(step + extra - 1)); extra += 1)
        chosen.add(at(step + extra));
    }
    return [...chosen];
  };
}

function byPlace(a: { name: string; place: number }, b: { name: string; place: number }): number {
  return a.place - b.place || (a.name < b.name ? -1 : 1);
}

/** FNV-1a, 32 bits: neighbours in a rack have addresses that are alike, and shall not watch each other alone. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const character of text) value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return value;
}
