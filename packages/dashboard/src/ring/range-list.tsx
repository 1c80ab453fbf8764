import type { JSX } from 'react';
import type { Range } from '../live/observation.ts';
import { Table } from '../parts/table.tsx';

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
  return (
    <section aria-labelledby="ranges-heading">
      <h2 id="ranges-heading">Ranges{keyspace === undefined ? '' : ` of ${keyspace}`}</h2>
      <Table
        label="Table of ranges"
        rows={ranges.toSorted((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state))}
        keyOf={({ end }) => end}
        most={MOST_ROWS}
        chosen={chosen?.end}
        empty="There are none."
        columns={[
          { heading: 'Up to token', cell: ({ end }) => <Choice end={end} isChosen={end === chosen?.end} onChoose={onChoose} /> },
          { heading: 'State', cell: ({ state }) => <span className={`badge ${WORDS[state][0]}`}>{WORDS[state][1]}</span> },
          { heading: 'Replicas', cell: replicasText },
        ]}
      />
    </section>
  );
}

interface ChoiceProps extends Pick<RangeListProps, 'onChoose'> {
  readonly end: string;
  readonly isChosen: boolean;
}

function Choice({ end, isChosen, onChoose }: ChoiceProps): JSX.Element {
  return (
    <button type="button" className="plain" aria-pressed={isChosen} onClick={() => onChoose(end)}>
      {end}
    </button>
  );
}

function replicasText({ replicas, live }: Range): string {
  return replicas.map((each) => each.replace(/:\d+$/, '') + (live.includes(each) ? '' : ' ✕')).join(', ');
}
