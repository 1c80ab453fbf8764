import { formatBytes } from '@ringside/core';
import type { ReactNode } from 'react';
import { Table } from '../controls/Table';
import type { PartProps } from '../frame/picture';
import type { CompactionModel } from './model';
import { NAMES } from './names';
import type { CompactionState } from './state';

/** What every strategy comes to once all is written. */
export function Details({ state, model: { ends } }: PartProps<CompactionState, CompactionModel>): ReactNode {
  return (
    <Table
      label="The same writes under every strategy, at the end"
      head={['strategy', 'write amplification', 'space amplification', 'most on disk', 'SSTables to ask, mean', 'at most']}
      rows={ends.map(({ strategy, figures }) => ({
        cells: [
          NAMES[strategy],
          figures.writeAmplification.toFixed(2),
          figures.spaceAmplification.toFixed(2),
          formatBytes(figures.peakBytes),
          figures.covering.mean.toFixed(1),
          String(figures.covering.max),
        ],
        isCurrent: strategy === state.strategy,
      }))}
    />
  );
}
