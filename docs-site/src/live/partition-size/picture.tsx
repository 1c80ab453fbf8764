import { formatBytes } from '@ringside/core';
import { BoundsPicture } from '@ringside/diagrams';
import type { PartitionVerdict } from '@ringside/storage-model';
import { picture as define } from '../frame/picture';
import { Controls } from './Controls';
import { Details } from './Details';
import { model, type PartitionModel } from './model';
import { check, fields, type PartitionState } from './state';
import { grouped, tell } from './tell';

/** How large a partition becomes, and which buckets would keep it within bounds. */
export const picture = define<PartitionState, PartitionModel>({
  id: 'partition-size',
  title: 'Size of a partition',
  shows: 'How large a partition of this table becomes in the time during which rows go into it, against the bounds on partitions.',
  fields,
  check,
  model,
  tell,
  Draw: ({ model: { verdicts } }) => <BoundsPicture bars={verdicts.map(toBar)} />,
  Controls,
  Details,
});

function toBar({ measure, actual, limit, share }: PartitionVerdict): { name: string; text: string; share: number } {
  const write = measure === 'bytes' ? formatBytes : grouped;
  return { name: measure === 'bytes' ? 'size' : measure, text: `${write(actual)} of ${write(limit)}`, share };
}
