import { type JSX, useState } from 'react';
import type { Range } from '../live/observation.ts';
import { Scroll } from '../parts/scroll.tsx';

/** So many rows are drawn: more nobody reads, and a large ring has tens of thousands. */
const MOST_ROWS = 50;

const WORDS: Readonly<Record<Range['state'], readonly [tone: string, words: string]>> = {
  available: ['good', '● available'],
  underReplicated: ['warn', '▲ under-replicated'],
  unavailable: ['bad', '✕ unavailable'],
};
const ORDER: readonly Range['state'][] = ['unavailable', 'underReplicated', 'available'];

/** What {@link RangeList} shows and reports. */
export interface RangeListProps {
  readonly ranges: readonly Range[];
  readonly keyspace: string | undefined;
  readonly chosen: Range | undefined;
  /** Called with the token at the end of the range. */
  readonly onChoose: (end: string) => void;
}

/** Ranges of a keyspace as a table, those that lack replicas first; what a click on the picture does, a button here does. */
export function RangeList({ ranges, keyspace, chosen, onChoose }: RangeListProps): JSX.Element {
  const [most, setMost] = useState(MOST_ROWS);
  const sorted = ranges.toSorted((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state));
  const shown = sorted.slice(0, most);
  return (
    <section aria-labelledby="ranges-heading">
      <h2 id="ranges-heading">Ranges{keyspace === undefined ? '' : ` of ${keyspace}`}</h2>
      {ranges.length === 0 ? <p className="quiet">There are none.</p> : <RangeTable shown={shown} chosen={chosen} onChoose={onChoose} />}
      {sorted.length > shown.length ? (
        <p className="line">
          <span className="quiet">
            {shown.length} of {sorted.length} ranges, those that lack replicas first.
          </span>
          <button type="button" onClick={() => setMost(most + MOST_ROWS)}>
            Show {Math.min(MOST_ROWS, sorted.length - shown.length)} more
          </button>
        </p>
      ) : null}
    </section>
  );
}

type RangeTableProps = Pick<RangeListProps, 'chosen' | 'onChoose'> & { readonly shown: readonly Range[] };

function RangeTable({ shown, chosen, onChoose }: RangeTableProps): JSX.Element {
  return (
    <Scroll label="Table of ranges">
      <table>
        <thead>
          <tr>
            <th scope="col">Up to token</th>
            <th scope="col">State</th>
            <th scope="col">Replicas</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((range) => (
            <tr key={range.end} className={range.end === chosen?.end ? 'chosen' : undefined}>
              <th scope="row">
                <button type="button" className="plain" aria-pressed={range.end === chosen?.end} onClick={() => onChoose(range.end)}>
                  {range.end}
                </button>
              </th>
              <td>
                <span className={`badge ${WORDS[range.state][0]}`}>{WORDS[range.state][1]}</span>
              </td>
              <td>{range.replicas.map((each) => each.replace(/:\d+$/, '') + (range.live.includes(each) ? '' : ' ✕')).join(', ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
