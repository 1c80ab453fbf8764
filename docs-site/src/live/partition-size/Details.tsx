import { formatBytes } from '@ringside/core';
import type { ReactNode } from 'react';
import { Table } from '../controls/Table';
import type { PartProps } from '../frame/picture';
import type { PartitionModel } from './model';
import type { PartitionState } from './state';
import { grouped } from './tell';

/** Where the bytes are, and what the usual formula would have said. */
export function Details({ model: { size } }: PartProps<PartitionState, PartitionModel>): ReactNode {
  const { folklore } = size;
  return (
    <Table
      label="The partition by the row format of 5.0, before compression, and by the formula that is usually taught"
      head={['what', 'row format', 'usual formula']}
      rows={[
        { cells: ['whole partition', formatBytes(size.bytes), formatBytes(folklore.bytes)] },
        { cells: ['cells', size.cells === 0 ? 'none: all columns are in the key' : grouped(size.cells), grouped(folklore.cells)] },
        { cells: ['one row', `${size.rowBytes.toFixed(1)} B`, `${(folklore.bytes / Math.max(1, size.rows)).toFixed(1)} B`] },
        { cells: ['key and header', `${size.headerBytes} B`, ''] },
        { cells: ['static row', `${size.staticBytes.toFixed(1)} B`, ''] },
      ]}
    />
  );
}
