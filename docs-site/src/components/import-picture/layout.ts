import { directImports, type PictureNode } from './graph';
import { arrange, type Slot } from './rows';

/** A project's box: its centre is at (x, y). */
export interface PlacedNode extends PictureNode {
  readonly x: number;
  readonly y: number;
}

/** An arrow from an importer down to what it imports, as an SVG path. */
export interface PlacedEdge {
  readonly from: string;
  readonly to: string;
  readonly path: string;
}

/** A whole picture in its own units. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
}

interface Point {
  readonly x: number;
  readonly y: number;
}

export const BOX = { width: 128, height: 40 };
const PASSAGE = { width: 14 };
const GAP = { x: 22, y: 54 };
const MARGIN = 8;
const TIP = 5;

/** Lays projects out in rows so that every import points down and no arrow runs behind a box. The same projects give the same picture. */
export function layOut(projects: readonly PictureNode[]): Picture {
  const { rows, routes } = arrange(projects, directImports(projects));
  const width = Math.max(...rows.map(rowWidth)) + 2 * MARGIN;
  const height = rows.length * (BOX.height + GAP.y) - GAP.y + 2 * MARGIN;
  const centres = new Map<string, Point>();
  rows.forEach((row, depth) => {
    const y = height - MARGIN - BOX.height / 2 - depth * (BOX.height + GAP.y);
    let x = (width - rowWidth(row)) / 2;
    for (const slot of row) {
      centres.set(slot.id, { x: Math.round(x + slotWidth(slot) / 2), y });
      x += slotWidth(slot) + GAP.x;
    }
  });
  const centre = (id: string): Point => centres.get(id) ?? { x: 0, y: 0 };
  return {
    width,
    height,
    nodes: projects.map((node) => ({ ...node, ...centre(node.name) })),
    edges: routes.map(({ from, to, via }) => ({ from, to, path: arrow(via.map(centre)) })),
  };
}

function slotWidth({ node }: Slot): number {
  return node === undefined ? PASSAGE.width : BOX.width;
}

function rowWidth(row: readonly Slot[]): number {
  return row.reduce((sum, slot) => sum + slotWidth(slot), 0) + (row.length - 1) * GAP.x;
}

/** Straight down through each row that it passes, bending only between rows. */
function arrow(points: readonly Point[]): string {
  const half = BOX.height / 2;
  return points
    .map(({ x, y }, index) => {
      if (index === 0) return `M${x} ${y + half}`;
      const above = points[index - 1]!;
      const isLast = index === points.length - 1;
      const end = y - half - (isLast ? TIP : 0);
      const middle = (above.y + half + end) / 2;
      const curve = `C${above.x} ${middle} ${x} ${middle} ${x} ${end}`;
      return isLast ? curve : `${curve}V${y + half}`;
    })
    .join('');
}
