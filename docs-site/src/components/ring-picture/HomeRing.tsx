import type { ReactNode } from 'react';
import { RingPicture } from '@ringside/diagrams';
import ring from '@site/src/generated/home-ring.json';
import styles from './HomeRing.module.css';

const nodes = ring.nodes.map((node) => ({ ...node, tokens: node.tokens.map(BigInt), alive: true }));

/** A ring of six nodes and the home of one key in it, as the `ring` package computed it when the site was built. */
export function HomeRing(): ReactNode {
  return (
    <figure className={styles['figure']}>
      <RingPicture
        nodes={nodes}
        marked={BigInt(ring.token)}
        replicas={ring.replicas}
        label={`A token ring of ${nodes.length} nodes. The key ${ring.key} lives on ${ring.replicas.join(', ')}.`}
      />
      <figcaption>
        The key <code>{ring.key}</code> has the token <code>{ring.token}</code>, so {ring.replicas[0]} and the next node of each other rack
        hold it.
      </figcaption>
    </figure>
  );
}
