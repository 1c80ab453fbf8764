import gossipRounds from '../../generated/gossip-rounds.json';
import type { ReactNode } from 'react';
import type { PartProps } from '../frame/picture';
import type { GossipFacts } from './facts';
import type { GossipState } from './state';
import styles from './Details.module.css';

const { runs, sizes } = gossipRounds;
const MESSAGES = { syn: 'SYN, and no answer', ack: 'SYN, ACK', ack2: 'SYN, ACK, ACK2' } as const;

/** Who spoke with whom, and how the rounds grow with the cluster. */
export function Details({ state, model }: PartProps<GossipState, GossipFacts>): ReactNode {
  const { conversations } = model.round;
  return (
    <>
      {conversations.length === 0 ? null : (
        <div className={styles['conversations']} role="group" tabIndex={0} aria-label={`Conversations of round ${state.step}`}>
          <ul>
            {conversations.map(({ from, to, reached }) => (
              <li key={`${from}-${to}`}>
                {from} → {to}: {MESSAGES[reached]}
              </li>
            ))}
          </ul>
        </div>
      )}
      <p className={styles['growth']}>
        {`Mean rounds until everyone knows, of ${runs} simulated clusters for each number of nodes: `}
        {sizes.map(({ nodes, meanRounds }) => `${meanRounds} with ${nodes}`).join(', ')}
        {`. Twice the nodes never take more than ${mostForTwice()} rounds more.`}
      </p>
    </>
  );
}

/** The most that one size takes longer than half of it; the sizes double. */
function mostForTwice(): string {
  const steps = sizes.slice(1).map(({ meanRounds }, index) => meanRounds - (sizes[index]?.meanRounds ?? 0));
  return Math.max(...steps).toFixed(1);
}
