import type { ReactNode } from 'react';
import type { TokensOutages } from './model';

export interface OutageTableProps {
  /** The `num_tokens` that the picture shows. */
  readonly tokens: number;
  readonly outages: readonly TokensOutages[];
}

/** What each `num_tokens` costs in availability, by the outage model with its defaults. */
export function OutageTable({ tokens, outages }: OutageTableProps): ReactNode {
  return (
    <table style={{ marginTop: '0.8rem' }}>
      <thead>
        <tr>
          <th scope="col">num_tokens</th>
          <th scope="col">Neighbours expected</th>
          <th scope="col">Recovery of a node</th>
          <th scope="col">Outages a century</th>
        </tr>
      </thead>
      <tbody>
        {outages.map(({ tokens: each, model }) => (
          <tr key={each} aria-current={each === tokens ? 'true' : undefined}>
            <th scope="row">{each === tokens ? <strong>{each}</strong> : each}</th>
            <td>{model.neighbours.toFixed(1)}</td>
            <td>{(model.recoverySeconds / 3_600).toFixed(1)} h</td>
            <td>{model.outagesPerCentury.toFixed(2)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
