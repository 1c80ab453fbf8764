import type { JSX } from 'react';
import { formatDuration } from '@ringside/core';
import type { Node } from '../live/observation.ts';
import { Table } from '../parts/table.tsx';

type Entry = Node['verdict']['evidence'][number];

const LOOKED_AT: Readonly<Record<Entry['kind'], string>> = {
  node: 'its own node',
  peer: 'from outside',
  gossip: 'gossip of its node',
};

/** Findings as they are read; one that is not among them is shown as it is. */
const FINDINGS: Readonly<Record<string, string>> = {
  up: 'up',
  down: 'down',
  withoutCql: 'answers management, not CQL',
  notListening: 'starting or stopping',
  stopped: 'process stopped by a signal',
  silent: 'no answer',
  refuses: 'nothing listens',
  ended: 'process ended',
  unknown: 'not known yet',
  reached: 'its sidecar answers',
  sidecarGone: 'answers, without its sidecar',
  unreachable: 'cannot be reached',
  unwatched: 'no longer watched',
};

const GOOD: ReadonlySet<string> = new Set(['up', 'reached']);

/** Who says what of a node, and since when. */
export function Evidence({ node }: { readonly node: Node | undefined }): JSX.Element {
  return (
    <Table
      label={`Who says what of ${node?.address ?? 'the node'}`}
      rows={node?.verdict.evidence ?? []}
      keyOf={({ observer, kind }) => `${observer} ${kind}`}
      empty="Nobody says anything about it."
      columns={[
        { heading: 'Sidecar of', cell: ({ observer }) => observer },
        { heading: 'Looked at', cell: ({ kind }) => LOOKED_AT[kind] },
        { heading: 'Found', cell: (entry) => <Found entry={entry} /> },
        { heading: 'Since', cell: ({ ageMs }) => (ageMs === null ? '–' : `${formatDuration(ageMs)} ago`) },
      ]}
    />
  );
}

function Found({ entry: { finding, isCurrent } }: { readonly entry: Entry }): JSX.Element {
  const isGood = GOOD.has(finding);
  return (
    <>
      <span className={`badge ${!isCurrent ? 'quiet' : isGood ? 'good' : 'bad'}`}>
        {isGood ? '●' : '✕'} {FINDINGS[finding] ?? finding}
      </span>
      {isCurrent ? '' : ' (said before it fell silent)'}
    </>
  );
}
