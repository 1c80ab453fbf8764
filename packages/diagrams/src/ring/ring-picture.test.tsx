import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { RingPicture } from './ring-picture.tsx';

const nodes = [
  { id: '127.0.0.1', datacenter: 'dc1', rack: 'r1', tokens: [-(2n ** 63n)], alive: true },
  { id: '127.0.0.2', datacenter: 'dc1', rack: 'r2', tokens: [0n], alive: false },
];

describe('RingPicture', () => {
  it('renders without a script and says in words what it shows, the dead node included', () => {
    const svg = renderToStaticMarkup(<RingPicture nodes={nodes} />);
    expect(svg).toContain('aria-label="Token ring of 2 nodes: 127.0.0.1 owns 50.0%, 127.0.0.2 (down) owns 50.0%"');
    expect(svg.match(/<path /g)).toHaveLength(2);
    expect(svg.match(/stroke-dasharray/g)).toHaveLength(1);
  });

  it('stresses a range that wraps, and writes beside a node what it is told', () => {
    const svg = renderToStaticMarkup(
      <RingPicture nodes={nodes} range={{ start: 0n, end: -(2n ** 63n) }} labelOf={({ id }) => `1. ${id}`} />,
    );
    // From the bottom (token 0) through the left side to the top.
    expect(svg).toContain('<path d="M 0.00 82.00 A 82 82 0 0 1 -82.00 0.00 A 82 82 0 0 1 -0.00 -82.00"');
    expect(svg).toContain('1. 127.0.0.1');
  });

  it('points at a marked token and fades those that are not its replicas', () => {
    const svg = renderToStaticMarkup(<RingPicture nodes={nodes} marked={42n} replicas={['127.0.0.1']} />);
    expect(svg).toContain('token 42');
    expect(svg.match(/opacity="0\.\d+"/g)).toHaveLength(1);
  });
});
