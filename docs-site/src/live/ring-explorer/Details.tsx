import type { ReactNode } from 'react';
import { Table } from '../controls/Table';
import type { PartProps } from '../frame/picture';
import type { RingModel } from './model';
import type { RingState } from './state';
import { listed } from './tell';

/** What answers at each consistency level. */
export function Details({ model: { ring, answers } }: PartProps<RingState, RingModel>): ReactNode {
  const alike = answers
    .filter(({ levels }) => levels.length > 1)
    .map(({ levels: [first, ...others] }) => `${listed(others)} ${others.length === 1 ? 'needs' : 'need'} what ${first} needs`);
  return (
    <Table
      label={`What answers at each consistency level. With one datacenter ${alike.join('; ')}.`}
      head={['Level', 'Replicas needed', 'This key', 'Ranges that answer']}
      rows={answers.map(({ levels, needed, key, ranges }) => ({
        cells: [levels[0] ?? '', String(needed), key ? 'answers' : 'fails', `${ranges} of ${ring.tokens.length}`],
      }))}
    />
  );
}
