import { MerklePicture } from '@ringside/diagrams';
import { picture as define } from '../frame/picture';
import { Controls } from './Controls';
import { Details } from './Details';
import { type MerkleModel, model } from './model';
import { check, fields, type MerkleState } from './state';
import { tell } from './tell';

/** What two replicas' Merkle trees find, and what is streamed for it. */
export const picture = define<MerkleState, MerkleModel>({
  id: 'merkle-tree',
  title: 'Merkle trees of two replicas',
  shows:
    'Replica B has some rows in an older version. The trees are compared from the root down and only below hashes that differ; both replicas then stream all rows of the leaves that differ.',
  fields,
  check,
  model,
  tell,
  Draw: ({ state, model: { cost, rows } }) => <MerklePicture depth={state.depth} compared={cost.difference.compared} rows={rows} />,
  Controls,
  Details,
});
