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

  it('points at a marked token and fades those that are not its replicas', () => {
    const svg = renderToStaticMarkup(<RingPicture nodes={nodes} marked={42n} replicas={['127.0.0.1']} />);
    expect(svg).toContain('token 42');
    expect(svg.match(/opacity="0\.\d+"/g)).toHaveLength(1);
  });
});
