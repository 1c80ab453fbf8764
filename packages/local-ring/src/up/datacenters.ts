import { parsed } from '@ringside/cli-kit';
import { assertNames, type ClusterLayout, DEFAULT_RACKS, spreadOverRacks } from '@ringside/cluster';
import { errors, type OpsError } from '@ringside/core';

/** How many nodes stand in each datacenter, by name. */
export type DatacenterCounts = Readonly<Record<string, number>>;

const PART = /^([A-Za-z0-9_-]+):(\d+)$/;

/**
 * Reads `east:3,west:3`: counts in the order of the text.
 *
 * @throws OpsError `INVALID_ARGUMENT` for another form, a name that comes twice, a datacenter without nodes
 */
export const DATACENTERS = parsed((word): DatacenterCounts => {
  const counts = new Map<string, number>();
  for (const part of word.split(',')) {
    const [, name = '', count = '0'] = PART.exec(part.trim()) ?? [];
    if (name === '' || Number(count) < 1) throw refuse(`"${part}" is not a name and a number of nodes`);
    assertNames(name, DEFAULT_RACKS[0] ?? '');
    if (counts.has(name)) throw refuse(`"${name}" comes twice`);
    counts.set(name, Number(count));
  }
  return Object.fromEntries(counts);
});

function refuse(reason: string): OpsError {
  return errors.INVALID_ARGUMENT({
    message: `--datacenters: ${reason}`,
    remedy: 'Write it like --datacenters east:3,west:3; names are letters, digits, "-" and "_".',
  });
}

/** Spreads the nodes of each datacenter over three racks, in turns. */
export function layoutOf(counts: DatacenterCounts): ClusterLayout {
  return Object.fromEntries(Object.entries(counts).map(([name, nodes]) => [name, spreadOverRacks(nodes)]));
}

/** How many nodes there are in all. */
export function nodesIn(counts: DatacenterCounts): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** In the form of the option, in the order of the names, so that two can be compared: `east:3,west:3`. */
export function datacentersText(counts: DatacenterCounts): string {
  return write(
    counts,
    Object.keys(counts).toSorted((a, b) => Number(a > b) - Number(a < b)),
  );
}

/** As {@link DATACENTERS} reads it, in the order of the counts: the first datacenter is that of a client. */
export function datacentersWord(counts: DatacenterCounts): string {
  return write(counts, Object.keys(counts));
}

function write(counts: DatacenterCounts, names: readonly string[]): string {
  return names.map((name) => `${name}:${counts[name]}`).join(',');
}
