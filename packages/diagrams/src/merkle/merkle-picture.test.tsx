import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { MerklePicture } from './merkle-picture.tsx';

const MIN = -(2n ** 63n);

it('draws what was compared in both trees, as wide as its range, and each row once', () => {
  const compared = [
    { range: { start: MIN, end: MIN }, depth: 0, differs: true },
    { range: { start: MIN, end: -1n }, depth: 1, differs: false },
    { range: { start: -1n, end: MIN }, depth: 1, differs: true },
  ];
  const rows = [
    { token: 0n, differs: true },
    { token: 5n, differs: false },
  ];
  const svg = renderToStaticMarkup(<MerklePicture depth={1} compared={compared} rows={rows} />);
  expect(svg).toContain('of 3 pairs of hashes compared 2 differ; 1 rows differ');
  expect(svg.match(/width="379\.4"/g)).toHaveLength(2);
  expect(svg.match(/width="189\.4"/g)).toHaveLength(4);
  expect(svg.match(/<path /g)).toHaveLength(1);
  expect(svg.match(/<line /g)).toHaveLength(1);
});
