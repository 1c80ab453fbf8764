import type { GossipFinding, Seen } from '@ringside/verdict';

/** More names are not remembered: of those that were told longest ago it is not told that they are up again. */
const MOST_REMEMBERED = 10_000;

/**
 * Makes what decides which of gossip is told to others: only what is to the contrary, that a node is down, and of those of which that was told that they are
 * up again. They are remembered though they are no members for a while: others may have kept what they were told.
 */
export function createGossipNotes(): (said: ReadonlyMap<string, GossipFinding>) => readonly Seen[] {
  const told = new Set<string>();
  return (said) => {
    const rows = [...said].filter(([about, finding]) => finding === 'down' || told.has(about));
    for (const [about, finding] of rows) {
      told.delete(about);
      if (finding === 'down') told.add(about);
    }
    for (const name of told) {
      if (told.size <= MOST_REMEMBERED) break;
      told.delete(name);
    }
    return rows.map(([about, finding]) => ({ kind: 'gossip', about, finding }));
  };
}
