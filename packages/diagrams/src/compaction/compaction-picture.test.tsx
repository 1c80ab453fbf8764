import fc from 'fast-check';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { CompactionPicture } from './compaction-picture.tsx';
import { layOutLanes, type SSTableBox } from './layout.ts';

const MIB = 2 ** 20;
const box = (id: number, from: number, to: number, sizeBytes = MIB): SSTableBox => ({
  id,
  from,
  to,
  sizeBytes,
  text: `${sizeBytes / MIB} MiB`,
  isNew: id === 1,
});

it('names every lane, its SSTables and their sizes in words', () => {
  const lanes = [
    { name: 'L0', sstables: [] },
    { name: 'L1', sstables: [box(1, 0, 0.5), box(2, 0.5, 1, 3 * MIB)] },
  ];
  const svg = renderToStaticMarkup(<CompactionPicture lanes={lanes} unitBytes={MIB} />);
  expect(svg).toContain('aria-label="SSTables by group. L0: none; L1: 1 MiB, 3 MiB"');
  expect(svg.match(/<title>/g)).toHaveLength(2);
  expect(svg.match(/stroke-width="2"/g)).toHaveLength(1);
});

it('never lays two SSTables over each other', () => {
  const boxes = fc.uniqueArray(
    fc.record({
      id: fc.nat(99),
      from: fc.double({ min: 0, max: 0.9, noNaN: true }),
      width: fc.double({ min: 0.01, max: 0.1, noNaN: true }),
    }),
    { selector: ({ id }) => id, maxLength: 20 },
  );
  fc.assert(
    fc.property(boxes, (drawn) => {
      const sstables = drawn.map(({ id, from, width }) => box(id, from, from + width, (id + 1) * MIB));
      const placed = layOutLanes([{ name: 'tier 1', sstables }], MIB).lanes[0]?.boxes ?? [];
      expect(placed).toHaveLength(sstables.length);
      const clash = placed.filter((a) =>
        placed.some((b) => b.id > a.id && a.from < b.to && b.from < a.to && a.y < b.y + b.height && b.y < a.y + a.height),
      );
      expect(clash).toEqual([]);
    }),
  );
});
