import { type PointerEvent, useRef, useState } from 'react';

interface Box {
  readonly x: number;
  readonly y: number;
  readonly size: number;
}

const WHOLE: Box = { x: -125, y: -125, size: 250 };
const SMALLEST = 10;
/** A pointer that moved less was held still: it clicks. */
const STILL_PX = 4;

/** A part of a square picture, which is chosen by dragging it and by buttons. */
export interface ViewBox {
  /** For the SVG. */
  readonly viewBox: string;
  /** Shows so many times as much. */
  readonly zoom: (factor: number) => void;
  readonly reset: () => void;
  /** For the SVG: dragging moves it, and is no click. */
  readonly handlers: Readonly<
    Record<'onPointerDown' | 'onPointerMove' | 'onPointerUp' | 'onPointerCancel', (event: PointerEvent<SVGSVGElement>) => void>
  > & {
    readonly onClickCapture: (event: { readonly stopPropagation: () => void }) => void;
  };
}

/** The whole picture at first. */
export function useViewBox(): ViewBox {
  const [box, setBox] = useState(WHOLE);
  const drag = useRef<{ readonly from: Box; readonly x: number; readonly y: number } | undefined>(undefined);
  const hasMoved = useRef(false);
  const end = (): void => {
    drag.current = undefined;
  };
  return {
    viewBox: `${box.x} ${box.y} ${box.size} ${box.size}`,
    zoom: (factor) => setBox((before) => zoomed(before, factor)),
    reset: () => setBox(WHOLE),
    handlers: {
      onPointerDown: ({ clientX, clientY }) => {
        drag.current = { from: box, x: clientX, y: clientY };
        hasMoved.current = false;
      },
      onPointerMove: ({ clientX, clientY, currentTarget }) => {
        if (drag.current === undefined) return;
        const { from, x, y } = drag.current;
        if (Math.hypot(clientX - x, clientY - y) > STILL_PX) hasMoved.current = true;
        const scale = from.size / currentTarget.clientWidth;
        if (hasMoved.current) setBox({ ...from, x: from.x - (clientX - x) * scale, y: from.y - (clientY - y) * scale });
      },
      onPointerUp: end,
      onPointerCancel: end,
      onClickCapture: (event) => {
        if (hasMoved.current) event.stopPropagation();
      },
    },
  };
}

function zoomed({ x, y, size }: Box, factor: number): Box {
  const next = Math.min(WHOLE.size, Math.max(SMALLEST, size * factor));
  return { x: x + (size - next) / 2, y: y + (size - next) / 2, size: next };
}
