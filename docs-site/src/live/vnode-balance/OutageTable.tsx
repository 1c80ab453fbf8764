import type { ReactNode } from 'react';
import { Table } from '../controls/Table';
import type { TokensOutages } from './model';

export interface OutageTableProps {
  /** The `num_tokens` that the picture shows. */
  readonly tokens: number;
  readonly outages: readonly TokensOutages[];
}

/** What each `num_tokens` costs in availability, by the outage model with its defaults. */
export function OutageTable({ tokens, outages }: OutageTableProps): ReactNode {
  return (
    <Table
      label="What num_tokens costs by the outage model: how often some range loses two of its replicas, a century"
      head={['Tokens', 'Neighbours', 'Recovery', 'Outages']}
      rows={outages.map(({ tokens: each, model }) => ({
        isCurrent: each === tokens,
        cells: [
          String(each),
          model.neighbours.toFixed(1),
          `${(model.recoverySeconds / 3_600).toFixed(1)} h`,
          model.outagesPerCentury.toFixed(2),
        ],
      }))}
    />
  );
}
