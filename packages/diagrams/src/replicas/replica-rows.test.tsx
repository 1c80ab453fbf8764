import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { ReplicaRows, replicasInBoth } from './replica-rows.tsx';

const rows = [
  { datacenter: 'dc1', replicas: 3, written: 2, read: 2 },
  { datacenter: 'dc2', replicas: 3, written: 0, read: 0 },
];

describe('ReplicaRows', () => {
  it('draws every replica, those with the write filled from the left and those that are read ringed from the right', () => {
    const svg = renderToStaticMarkup(<ReplicaRows rows={rows} />);
    const [legend, drawing] = [svg.slice(svg.indexOf('has the write')), svg.slice(0, svg.indexOf('has the write'))];
    // One more of each is in the legend.
    expect(drawing.match(/fill="#0072b2"/g)).toHaveLength(2 + 1);
    expect(svg.match(/stroke="#e69f00"/g)).toHaveLength(2 + 1);
    expect(svg.match(/r="9"/g)).toHaveLength(6 + 2);
    expect(legend).toContain('is read');
  });

  it('says in words what it shows', () => {
    const svg = renderToStaticMarkup(<ReplicaRows rows={rows} />);
    expect(svg).toContain('dc1: 2 of 3 replicas have the write, 2 are read; dc2: 0 of 3 replicas have the write, 0 are read. In both: 1');
  });
});

describe('replicasInBoth()', () => {
  it('counts only what two ends of a row cannot avoid to share', () => {
    expect(replicasInBoth(rows)).toBe(1);
    expect(replicasInBoth([{ datacenter: 'dc1', replicas: 3, written: 1, read: 2 }])).toBe(0);
    expect(replicasInBoth([{ datacenter: 'dc1', replicas: 5, written: 3, read: 5 }])).toBe(3);
  });
});
