import { Fragment, type ReactNode } from 'react';
import type { PartProps } from '../frame/picture';
import type { RingModel } from './model';
import type { RingState } from './state';
import styles from './ring-explorer.module.css';

/** What answers at each consistency level. */
export function Details({ model: { ring, answers } }: PartProps<RingState, RingModel>): ReactNode {
  return (
    <table className={styles['answers']}>
      <thead>
        <tr>
          <th scope="col">Consistency level</th>
          <th scope="col">Replicas needed</th>
          <th scope="col">This key</th>
          <th scope="col">Ranges that answer</th>
        </tr>
      </thead>
      <tbody>
        {answers.map(({ levels, needed, key, ranges }) => (
          <tr key={levels[0]}>
            <th scope="row">{breakable(levels.join(', '))}</th>
            <td>{needed}</td>
            <td>{key ? 'answers' : 'fails'}</td>
            <td>
              {ranges} of {ring.tokens.length}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A text that may be broken after each underscore. */
function breakable(text: string): ReactNode {
  return text.split(/(?<=_)/).map((part) => (
    <Fragment key={part}>
      {part}
      {part.endsWith('_') ? <wbr /> : null}
    </Fragment>
  ));
}
