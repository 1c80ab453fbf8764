import { depths, type Import, type PictureNode } from './graph';

/** A place in a row: a project, or a point where a long arrow passes between projects. */
export interface Slot {
  readonly id: string;
  readonly node?: PictureNode;
}

/** Rows of slots from the bottom up, and for each drawn import the slots that its arrow visits, importer first. */
export interface Rows {
  readonly rows: readonly (readonly Slot[])[];
  readonly routes: readonly { readonly from: string; readonly to: string; readonly via: readonly string[] }[];
}

const SWEEPS = 6;

/** Puts projects into rows by depth, leads arrows that skip rows past the projects there, and orders rows so that few arrows cross. */
export function arrange(nodes: readonly PictureNode[], imports: readonly Import[]): Rows {
  const depth = depths(nodes);
  const height = Math.max(...depth.values()) + 1;
  const rows: Slot[][] = Array.from({ length: height }, (_, row) =>
    nodes.filter((node) => depth.get(node.name) === row).map((node) => ({ id: node.name, node })),
  );
  const routes = imports.map(({ from, to }) => {
    const [start, end] = [depth.get(from) ?? 0, depth.get(to) ?? 0];
    const passed = Array.from({ length: start - end - 1 }, (_, step) => start - 1 - step);
    const points = passed.map((row) => ({ row, id: `${from} → ${to} in row ${row}` }));
    for (const { row, id } of points) rows[row]?.push({ id });
    return { from, to, via: [from, ...points.map(({ id }) => id), to] };
  });
  return {
    rows: order(
      rows,
      routes.flatMap(({ via }) => links(via)),
    ),
    routes,
  };
}

interface Link {
  readonly upper: string;
  readonly lower: string;
}

function links(via: readonly string[]): readonly Link[] {
  return via.slice(1).map((lower, index) => ({ upper: via[index] ?? '', lower }));
}

function average(values: readonly number[], otherwise: number): number {
  return values.length === 0 ? otherwise : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Sweeps up and down, each time moving a row's slots to where their neighbours are (Sugiyama's barycentre method). */
function order(rows: readonly (readonly Slot[])[], all: readonly Link[]): readonly (readonly Slot[])[] {
  const place = new Map<string, number>();
  const settle = (row: readonly Slot[]): readonly Slot[] => {
    row.forEach(({ id }, index) => place.set(id, (index + 0.5) / row.length));
    return row;
  };
  let current = rows.map(settle);
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    const upwards = sweep % 2 === 0;
    const neighbours = (id: string): readonly number[] =>
      all.filter((link) => (upwards ? link.upper : link.lower) === id).map((link) => place.get(upwards ? link.lower : link.upper) ?? 0.5);
    const pull = ({ id }: Slot): number => average(neighbours(id), place.get(id) ?? 0.5);
    const sorted = (row: readonly Slot[]): readonly Slot[] => settle(row.toSorted((a, b) => pull(a) - pull(b)));
    current = upwards ? current.map(sorted) : current.toReversed().map(sorted).toReversed();
  }
  return current;
}
