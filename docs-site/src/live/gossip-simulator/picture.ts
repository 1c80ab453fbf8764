import { picture as define } from '../frame/picture';
import { Controls } from './Controls';
import { Details } from './Details';
import { Draw } from './Draw';
import { factsOf, type GossipFacts } from './facts';
import { check, fields, type GossipState } from './state';
import { tell } from './tell';

/** A cluster that gossips, round by round. */
export const picture = define<GossipState, GossipFacts>({
  id: 'gossip-simulator',
  title: 'Gossip simulator',
  shows: 'Who speaks with whom in a round of gossip, who knows what one node has said, and who takes a killed node for down.',
  fields,
  check,
  model: factsOf,
  tell,
  Draw,
  Controls,
  Details,
});
