import fc from 'fast-check';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { conversationPath, describeGossip, type GossipNode, GossipPicture } from './gossip-picture.tsx';

const node = (name: string, more: Partial<GossipNode> = {}): GossipNode => ({
  name,
  running: true,
  informed: false,
  suspects: false,
  ...more,
});
const nodes = [node('n1', { running: false }), node('n2', { informed: true, suspects: true }), node('n3')];

describe('GossipPicture', () => {
  it('draws a line for each conversation, dashed where no answer came, with its messages as a title', () => {
    const svg = renderToStaticMarkup(
      <GossipPicture
        nodes={nodes}
        conversations={[
          { from: 'n2', to: 'n3', reached: 'ack2' },
          { from: 'n3', to: 'n1', reached: 'syn' },
        ]}
      />,
    );
    expect(svg).toContain('<title>n2 to n3: SYN, ACK, ACK2</title>');
    expect(svg).toContain('<title>n3 to n1: SYN, no answer</title>');
    expect(svg.match(/stroke-dasharray/g)).toHaveLength(1);
  });

  it('says in words what it shows', () => {
    expect(describeGossip(nodes)).toBe('A cluster of 3: 1 of 2 running nodes know the rumor; n1 is dead, 1 take it for down');
    expect(describeGossip(nodes.slice(1))).toBe('A cluster of 2: 1 of 2 running nodes know the rumor');
  });

  it('passes over a conversation with a node that is not in the picture', () => {
    const svg = renderToStaticMarkup(<GossipPicture nodes={nodes} conversations={[{ from: 'n2', to: 'n9', reached: 'ack2' }]} />);
    expect(svg).not.toContain('n9');
  });
});

describe('conversationPath()', () => {
  const coordinate = fc.double({ min: -118, max: 118, noNaN: true });
  const point = fc.record({ x: coordinate, y: coordinate });

  it('ends short of the node, inside the circle, whatever the two places', () => {
    fc.assert(
      fc.property(point, point, (start, end) => {
        const { path, tip } = conversationPath(start, end, 6);
        expect(path).not.toContain('NaN');
        expect(Math.hypot(tip.x - end.x, tip.y - end.y)).toBeLessThanOrEqual(9.2);
      }),
      {
        examples: [
          [
            { x: 0, y: 1e-323 },
            { x: 5e-324, y: 0 },
          ],
        ],
      },
    );
  });
});
