import fc from 'fast-check';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { BalanceBars, balanceBars, balanceScale } from './balance-bars.tsx';

const panels = [
  { name: 'random', shares: [1.5, 1, 0.5] },
  { name: 'allocated', shares: [1, 1, 1] },
];

describe('balanceBars()', () => {
  it('keeps every bar inside the picture and off its neighbour', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 9, noNaN: true }), { minLength: 1, maxLength: 200 }), (shares) => {
        const bars = balanceBars(shares, balanceScale([{ name: '', shares }]));
        for (const [at, { x, width, height }] of bars.entries()) {
          expect(x).toBeGreaterThanOrEqual(0);
          expect(width).toBeGreaterThan(0);
          expect(height).toBeLessThanOrEqual(62);
          expect(x + width).toBeLessThanOrEqual(bars[at + 1]?.x ?? 320);
        }
      }),
    );
  });
});

describe('BalanceBars', () => {
  it('draws a bar a node and the fair share as a line, all panels on one scale', () => {
    const svg = renderToStaticMarkup(<BalanceBars panels={panels} />);
    expect(svg.match(/<rect /g)).toHaveLength(6);
    expect(svg.match(/stroke-dasharray/g)).toHaveLength(2);
    expect(balanceScale(panels)).toBe(2);
    expect(svg).toContain('height="46.5"');
  });

  it('says in words what it shows', () => {
    expect(renderToStaticMarkup(<BalanceBars panels={panels} />)).toContain(
      'aria-label="Shares of 3 nodes. random: 0.50 to 1.50 × the fair share; allocated: 1.00 to 1.00 × the fair share"',
    );
  });
});
