import { picture as define } from '../frame/picture';
import { Controls } from './Controls';
import { Draw } from './Draw';
import { type Quorums, quorums } from './quorums';
import { check, fields, type QuorumState } from './state';
import { tell } from './tell';

/** How many replicas each consistency level waits for, and whether reads see writes. */
export const picture = define<QuorumState, Quorums>({
  id: 'quorum-calculator',
  title: 'Quorum calculator',
  shows: 'Which replicas a write and a read wait for in the least favourable case, and whether the two must meet.',
  fields,
  check,
  model: ({ rf, write, read, writeFrom, readFrom }) => quorums(rf, { level: write, from: writeFrom }, { level: read, from: readFrom }),
  tell,
  Draw,
  Controls,
});
