import { CompactionPicture } from '@ringside/diagrams';
import { picture as define } from '../frame/picture';
import { Controls } from './Controls';
import { Details } from './Details';
import { type CompactionModel, FLUSH_BYTES, model } from './model';
import { type CompactionState, fields } from './state';
import { tell } from './tell';

/** A table's SSTables, event by event, under each compaction strategy. */
export const picture = define<CompactionState, CompactionModel>({
  id: 'compaction',
  title: 'Compaction, event by event',
  shows:
    'A memtable of 64 MiB is flushed every hour. Each box is an SSTable, as wide as its part of the token range, higher the larger it is; those just written have a thick edge.',
  fields,
  model,
  tell,
  Draw: ({ model: { lanes, minHeight } }) => <CompactionPicture lanes={lanes} unitBytes={FLUSH_BYTES} minHeight={minHeight} />,
  Controls,
  Details,
});
