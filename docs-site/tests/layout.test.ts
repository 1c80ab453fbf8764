import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { directImports, type PictureNode } from '../src/components/import-picture/graph';
import { BOX, layOut } from '../src/components/import-picture/layout';

/** Any workspace without a cycle: a project imports only projects of lower number. */
const workspaces: fc.Arbitrary<readonly PictureNode[]> = fc
  .array(fc.array(fc.nat(11), { maxLength: 5 }), { minLength: 1, maxLength: 12 })
  .map((all) =>
    all.map((targets, index) => ({
      name: `p${index}`,
      layer: 'pure',
      imports: [...new Set(targets.filter((target) => target < index))].map((target) => `p${target}`),
    })),
  );

function reach(edges: readonly { from: string; to: string }[], start: string): Set<string> {
  const seen = new Set<string>();
  const queue = [start];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    for (const { to } of edges.filter(({ from }) => from === name)) {
      if (!seen.has(to)) queue.push(to);
      seen.add(to);
    }
  }
  return seen;
}

describe('layOut()', () => {
  it('points every arrow down', () => {
    fc.assert(
      fc.property(workspaces, (nodes) => {
        const { nodes: placed, edges } = layOut(nodes);
        const height = (name: string): number => placed.find((node) => node.name === name)?.y ?? Number.NaN;
        for (const { from, to } of edges) expect(height(to)).toBeGreaterThan(height(from));
      }),
    );
  });

  it('lets no two boxes overlap, and none leave the picture', () => {
    fc.assert(
      fc.property(workspaces, (nodes) => {
        const { nodes: placed, width, height } = layOut(nodes);
        for (const a of placed) {
          expect(a.x - BOX.width / 2).toBeGreaterThanOrEqual(0);
          expect(a.x + BOX.width / 2).toBeLessThanOrEqual(width);
          expect(a.y + BOX.height / 2).toBeLessThanOrEqual(height);
          for (const b of placed) {
            const apart = a === b || Math.abs(a.x - b.x) >= BOX.width || Math.abs(a.y - b.y) >= BOX.height;
            expect(apart, `${a.name} and ${b.name}`).toBe(true);
          }
        }
      }),
    );
  });
});

describe('directImports()', () => {
  it('leaves arrows out without hiding anything that can be reached', () => {
    fc.assert(
      fc.property(workspaces, (nodes) => {
        const all = nodes.flatMap(({ name, imports }) => imports.map((to) => ({ from: name, to })));
        for (const { name } of nodes) expect(reach(directImports(nodes), name)).toEqual(reach(all, name));
      }),
    );
  });

  it('names the projects of a planted cycle instead of drawing it', () => {
    const cycle = [
      { name: 'a', layer: 'pure', imports: ['b'] },
      { name: 'b', layer: 'pure', imports: ['a'] },
    ];
    expect(() => layOut(cycle)).toThrow('Projects import each other: a → b → a');
  });
});
