import { type Column, judgePartition, partitionSize, timeBuckets } from '@ringside/storage-model';
import { type Figures, table } from './figure.ts';

const DAYS = 365;
const MESSAGE_BYTES = 120;

const columns: readonly Column[] = [
  { name: 'conversation', kind: 'partition-key', type: 'uuid' },
  { name: 'message', kind: 'clustering', type: 'timeuuid' },
  { name: 'author', kind: 'regular', type: 'text', meanBytes: 10 },
  { name: 'body', kind: 'regular', type: 'text', meanBytes: MESSAGE_BYTES },
];

const count = (n: number): string => Math.round(n).toLocaleString('en');

function line(name: string, rowsPerDay: number): string[] {
  const size = partitionSize({ columns }, rowsPerDay * DAYS);
  const within = judgePartition(size).every((verdict) => verdict.within);
  const { width, rowsPerBucket } = timeBuckets({ rowsPerDay, rowBytes: size.rowBytes });
  const mib = size.bytes / 2 ** 20;
  return [name, count(rowsPerDay), `${mib.toFixed(1)} MiB`, within ? 'yes' : 'no', `${width.name}: ${count(rowsPerBucket)} rows`];
}

/** Figures of the page about a messaging inbox. */
export const figures: Figures = {
  body: `${MESSAGE_BYTES} bytes`,
  buckets: table(
    ['conversation', 'messages a day', 'a year of it', 'within the bounds?', 'widest bucket that is'],
    [line('two friends', 40), line('a busy group', 1000), line('a public channel', 20_000)],
  ),
};
