/** An SSTable as the picture needs it. */
export interface SSTableBox {
  /** Tells the boxes apart, and orders those that begin at the same place. */
  readonly id: number;
  /** Decides the height: a little more for each doubling. */
  readonly sizeBytes: number;
  /** The size as the reader should see it: `64 MiB`. */
  readonly text: string;
  /** The part of the token range that it spans, 0 … 1. */
  readonly from: number;
  /** Where it ends, 0 … 1; not below `from`. */
  readonly to: number;
  /** True for one that the last event wrote. */
  readonly isNew: boolean;
}

/** A line of SSTables with a name: a tier, a level, a window. */
export interface SSTableLane {
  /** For the reader: `L1`, `today`. Tells the lanes apart. */
  readonly name: string;
  /** In any order; those that overlap are drawn below each other. */
  readonly sstables: readonly SSTableBox[];
}

/** An SSTable with its place in its lane. */
export interface PlacedBox extends SSTableBox {
  /** From the lane's top, in the picture's units. */
  readonly y: number;
  /** In the picture's units, 9 to 30. */
  readonly height: number;
}

/** A lane with its place in the picture. */
export interface PlacedLane {
  /** The lane's name, written beside its boxes. */
  readonly name: string;
  /** Of its top, from the picture's top, in the picture's units. */
  readonly y: number;
  /** In the picture's units; at least 12, so that an empty lane is seen too. */
  readonly height: number;
  /** From top to bottom, and from left to right within a row. */
  readonly boxes: readonly PlacedBox[];
}

const MIN_HEIGHT = 9;
const MAX_HEIGHT = 30;
const HEIGHT_A_DOUBLING = 2.6;
const GAP = 2;
const LANE_GAP = 10;
const EMPTY_LANE = 12;

/**
 * Lays SSTables out: across by what they span, those that overlap below each other, higher by size (a little more for each doubling of
 * `unitBytes`). Deterministic; lanes keep their order.
 */
export function layOutLanes(
  lanes: readonly SSTableLane[],
  unitBytes: number,
): { readonly lanes: readonly PlacedLane[]; readonly height: number } {
  let y = 0;
  const placed = lanes.map(({ name, sstables }): PlacedLane => {
    const { boxes, height } = stack(sstables, unitBytes);
    const lane = { name, y, height, boxes };
    y += height + LANE_GAP;
    return lane;
  });
  return { lanes: placed, height: Math.max(0, y - LANE_GAP) };
}

function stack(sstables: readonly SSTableBox[], unitBytes: number): { readonly boxes: readonly PlacedBox[]; readonly height: number } {
  const shelves: { until: number; y: number; height: number; boxes: SSTableBox[] }[] = [];
  for (const box of sstables.toSorted((a, b) => a.from - b.from || a.id - b.id)) {
    const shelf = shelves.find(({ until }) => until <= box.from);
    const height = boxHeight(box, unitBytes);
    if (shelf === undefined) shelves.push({ until: box.to, y: 0, height, boxes: [box] });
    else {
      shelf.until = box.to;
      shelf.height = Math.max(shelf.height, height);
      shelf.boxes.push(box);
    }
  }
  let y = 0;
  const boxes = shelves.flatMap((shelf) => {
    const top = y;
    y += shelf.height + GAP;
    return shelf.boxes.map((box): PlacedBox => Object.assign({ y: top, height: boxHeight(box, unitBytes) }, box));
  });
  return { boxes, height: Math.max(EMPTY_LANE, y - GAP) };
}

function boxHeight({ sizeBytes }: SSTableBox, unitBytes: number): number {
  const doublings = Math.log2(Math.max(1, sizeBytes / unitBytes));
  return Math.round(Math.min(MAX_HEIGHT, MIN_HEIGHT + doublings * HEIGHT_A_DOUBLING) * 10) / 10;
}
