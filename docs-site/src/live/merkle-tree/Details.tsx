import { formatBytes } from '@ringside/core';
import type { ReactNode } from 'react';
import { Table } from '../controls/Table';
import type { PartProps } from '../frame/picture';
import type { MerkleModel } from './model';
import type { MerkleState } from './state';

/** The same rows with trees of other depths. */
export function Details({ state, model: { curve } }: PartProps<MerkleState, MerkleModel>): ReactNode {
  return (
    <Table
      label="The same rows with trees of every depth"
      head={['depth', 'leaves', 'hashes compared', 'rows streamed', 'over-streaming', 'memory of a tree']}
      rows={curve.map((row) => ({
        cells: [
          String(row.depth),
          row.leaves.toLocaleString('en'),
          String(row.hashesCompared),
          String(row.rowsStreamed),
          `${row.overStreaming.toFixed(1)}×`,
          formatBytes(row.heapBytes),
        ],
        isCurrent: row.depth === state.depth,
      }))}
    />
  );
}
