import { RingPicture } from '@ringside/diagrams';
import type { ReactNode } from 'react';
import type { PartProps } from '../frame/picture';
import type { RingModel } from './model';
import type { RingState } from './state';
import styles from './ring-explorer.module.css';

/** The ring; a click on a node takes it down or brings it back, as its button does. */
export function Draw({ state, model, change }: PartProps<RingState, RingModel>): ReactNode {
  const { ring, token, range, replicas, isAlive } = model;
  const order = new Map(replicas.map(({ id }, at) => [id, at + 1]));
  const nodes = ring.endpoints.map((endpoint) => ({ ...endpoint, alive: isAlive(endpoint.id) }));
  const holders = replicas.map(({ id }) => `${id}${isAlive(id) ? '' : ' (down)'}`).join(', ');
  return (
    <div className={styles['ring']}>
      <RingPicture
        nodes={nodes}
        marked={token}
        range={range}
        replicas={replicas.map(({ id }) => id)}
        labelOf={({ id }) => (order.has(id) ? `${order.get(id)}. ${id}` : id)}
        onPick={(id) => change(({ dead }) => ({ dead: toggled(dead, ring.endpoints.findIndex((each) => each.id === id) + 1) }))}
        label={`A token ring of ${state.nodes} ${state.nodes === 1 ? 'node' : 'nodes'}. The key ${state.key} is held by ${holders}.`}
      />
    </div>
  );
}

/** The numbers with one more, or with one less if it is among them. */
export function toggled(numbers: readonly number[], number: number): readonly number[] {
  return numbers.includes(number) ? numbers.filter((each) => each !== number) : [...numbers, number].toSorted((a, b) => a - b);
}
