import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { barWidth, BoundsPicture } from './bounds-picture.tsx';

it('puts the bound where a share of 1 ends, and keeps bars in the picture', () => {
  expect(barWidth(1)).toBeCloseTo((380 * 5) / 7);
  expect(barWidth(10) - barWidth(1)).toBeCloseTo(380 / 7);
  expect([barWidth(0), barWidth(1e-9), barWidth(1e9)]).toEqual([0, 0, 380]);
});

it('says in words what is within its bound and what is not', () => {
  const bars = [
    { name: 'size', text: '1 MiB of 100 MiB', share: 0.01 },
    { name: 'rows', text: '200,000 of 100,000', share: 2 },
  ];
  const svg = renderToStaticMarkup(<BoundsPicture bars={bars} />);
  expect(svg).toContain('size: 1 MiB of 100 MiB, within the bound; rows: 200,000 of 100,000, over the bound');
});
