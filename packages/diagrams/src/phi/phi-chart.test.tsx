import fc from 'fast-check';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { PhiChart, timeMarks } from './phi-chart.tsx';

const samples = [
  { atMs: 0, phi: 0 },
  { atMs: 30_000, phi: 12 },
];

describe('PhiChart', () => {
  it('draws the line of φ, the threshold, a stroke for each heartbeat and the time that the sender is held for down', () => {
    const svg = renderToStaticMarkup(
      <PhiChart
        durationMs={60_000}
        heartbeatsMs={[0, 1_000, 2_000]}
        samples={samples}
        threshold={8}
        down={{ fromMs: 20_000, toMs: 30_000 }}
        label="φ"
      />,
    );
    expect(svg).toContain('threshold 8');
    expect(svg.match(/v 14/g)).toHaveLength(3);
    expect(svg).toContain('held for down');
    expect(svg).not.toContain('NaN');
  });

  it('has room for the threshold when φ stays far below it, and for φ when it goes far above', () => {
    for (const phi of [0, 0.4, 90]) {
      const svg = renderToStaticMarkup(
        <PhiChart durationMs={60_000} heartbeatsMs={[]} samples={[{ atMs: 0, phi }]} threshold={16} label="φ" />,
      );
      const ys = [...svg.matchAll(/ y1="([\d.]+)"/g)].map(([, y]) => Number(y));
      expect(Math.min(...ys)).toBeGreaterThan(10);
      expect(svg).not.toContain('held for down');
    }
  });
});

describe('timeMarks()', () => {
  it('begins at 0, stays within the time and never crowds', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1_000, max: 1_000_000 }), (durationMs) => {
        const marks = timeMarks(durationMs);
        expect(marks[0]).toBe(0);
        expect(marks.at(-1)).toBeLessThanOrEqual(durationMs / 1_000);
        expect(marks.length).toBeLessThanOrEqual(7);
      }),
    );
  });
});
