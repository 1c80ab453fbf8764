import { picture as define } from '../frame/picture';
import { Controls } from './Controls';
import { Details } from './Details';
import { Draw } from './Draw';
import { type RingModel, ringModel } from './model';
import { check, fields, type RingState } from './state';
import { tell } from './tell';

/** Where a key lives on a ring, and what still answers when nodes are down. */
export const picture = define<RingState, RingModel>({
  id: 'ring-explorer',
  title: 'Ring explorer',
  shows: 'The token of a key, the range it falls in, the nodes that hold it, and what still answers when some of them are down.',
  fields,
  check,
  model: ringModel,
  tell,
  Draw,
  Controls,
  Details,
});
