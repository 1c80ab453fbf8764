import type { JSX } from 'react';
import type { Node } from '../live/observation.ts';

const WORDS: Readonly<Record<Node['verdict']['state'], string>> = {
  up: 'Up',
  notReady: 'Not ready',
  frozen: 'Frozen',
  dead: 'Dead',
  cutOff: 'Cut off',
  disputed: 'Disputed',
  down: 'Down',
  unknown: 'Unknown',
};

/** How a node is, in a word, with a sign besides the colour. */
export function NodeState({ node: { status, state, verdict } }: { readonly node: Node }): JSX.Element {
  const isUp = status === 'Up';
  const word = isUp ? 'Up' : status === 'Down' || verdict.state !== 'up' ? WORDS[verdict.state === 'up' ? 'down' : verdict.state] : '?';
  return (
    <span className={isUp ? 'badge good' : 'badge bad'}>
      {isUp ? '●' : '✕'} {word} {state}
    </span>
  );
}
