import { GossipPicture } from '@ringside/diagrams';
import type { ReactNode } from 'react';
import type { PartProps } from '../frame/picture';
import type { GossipFacts } from './facts';
import type { GossipState } from './state';

/** The cluster, and who spoke with whom in the last round. */
export function Draw({ model }: PartProps<GossipState, GossipFacts>): ReactNode {
  return <GossipPicture nodes={model.round.nodes} conversations={model.round.conversations} />;
}
