/** Who is measured: this commit, or the one it is compared with. */
export type Side = 'ours' | 'peer';

/** Measures both sides `pairs` times. Whoever comes second finds what the network and the disk keep near, so each comes second in turn. */
export async function inPairs<Figures>(
  pairs: number,
  measure: (side: Side) => Promise<Figures>,
): Promise<{ readonly ours: readonly Figures[]; readonly peer: readonly Figures[] }> {
  const taken: Record<Side, Figures[]> = { ours: [], peer: [] };
  for (let pair = 0; pair < pairs; pair += 1) {
    const sides: readonly Side[] = pair % 2 === 0 ? ['ours', 'peer'] : ['peer', 'ours'];
    for (const side of sides) taken[side].push(await measure(side));
  }
  return taken;
}
