import type { JSX } from 'react';
import { formatDuration } from '@ringside/core';
import { Scroll } from '../parts/scroll.tsx';
import type { Node } from '../live/observation.ts';

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
  const evidence = node?.verdict.evidence ?? [];
  if (evidence.length === 0) return <p className="quiet">Nobody says anything about it.</p>;
  return (
    <Scroll label={`Who says what of ${node?.address ?? 'the node'}`}>
      <table>
        <thead>
          <tr>
            <th scope="col">Sidecar of</th>
            <th scope="col">Looked at</th>
            <th scope="col">Found</th>
            <th scope="col">Since</th>
          </tr>
        </thead>
        <tbody>
          {evidence.map((entry) => (
            <EvidenceRow key={`${entry.observer} ${entry.kind}`} entry={entry} />
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function EvidenceRow({ entry: { observer, kind, finding, ageMs, isCurrent } }: { readonly entry: Entry }): JSX.Element {
  return (
    <tr>
      <th scope="row">{observer}</th>
      <td>{LOOKED_AT[kind]}</td>
      <td>
        <span className={`badge ${!isCurrent ? 'quiet' : GOOD.has(finding) ? 'good' : 'bad'}`}>
          {GOOD.has(finding) ? '●' : '✕'} {FINDINGS[finding] ?? finding}
        </span>
        {isCurrent ? '' : ' (said before it fell silent)'}
      </td>
      <td>{ageMs === null ? '–' : `${formatDuration(ageMs)} ago`}</td>
    </tr>
  );
}
