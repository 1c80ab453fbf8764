import { availability, type Endpoint, evenTokens, ownership, type ReplicationStrategy, topology } from '@ringside/ring';
import { type Figures, table } from './figure.ts';

const strategy: ReplicationStrategy = { class: 'NetworkTopologyStrategy', replicationFactors: { dc1: 3 } };

/** Twelve evenly spaced nodes, their racks in turns for as long as each has one left. */
function racks(counts: readonly number[]): readonly Endpoint[] {
  const left = [...counts];
  const order: number[] = [];
  while (left.some((count) => count > 0)) {
    for (const [rack, count] of left.entries()) {
      if (count === 0) continue;
      order.push(rack);
      left[rack] = count - 1;
    }
  }
  const tokens = evenTokens(order.length);
  return order.map((rack, at) => ({ id: `node${at + 1}`, datacenter: 'dc1', rack: `rack${rack + 1}`, tokens: tokens.slice(at, at + 1) }));
}

const percent = (part: number): string => `${Math.round(part * 100)} %`;

/** What one node of each rack holds of all rows: the least and the most there. */
function held(nodes: readonly Endpoint[], rack: string): string {
  const shares = ownership(topology(nodes), strategy);
  const own = nodes.filter((node) => node.rack === rack).map(({ id }) => shares.get(id) ?? 0);
  const [least, most] = [percent(Math.min(...own)), percent(Math.max(...own))];
  return least === most ? least : `${least} to ${most}`;
}

function lostWith(nodes: readonly Endpoint[], rack: string): string {
  const isAlive = (id: string): boolean => nodes.find((node) => node.id === id)?.rack !== rack;
  const { summary } = availability({ topology: topology(nodes), strategy, consistency: 'QUORUM', isAlive });
  return summary.unavailable === 0 ? 'nothing' : percent(summary.unavailable / summary.total);
}

function row(label: string, counts: readonly number[]): readonly string[] {
  const nodes = racks(counts);
  const names = [...new Set(nodes.map(({ rack }) => rack))];
  const largest = `rack${counts.indexOf(Math.max(...counts)) + 1}`;
  return [label, names.map((rack) => held(nodes, rack)).join(', '), lostWith(nodes, largest)];
}

/** Figures of the page about replication. */
export const figures: Figures = {
  racks: table(
    ['nodes in each rack', 'what one node of each rack holds', 'ranges without a quorum when the largest rack is lost'],
    [
      row('4, 4, 4', [4, 4, 4]),
      row('6, 4, 2', [6, 4, 2]),
      row('6, 5, 1', [6, 5, 1]),
      row('6, 6', [6, 6]),
      row('11, 1', [11, 1]),
      row('12', [12]),
    ],
  ),
};
