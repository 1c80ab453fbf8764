import { formatBytes } from '@ringside/core';
import type { CompactionStep } from '@ringside/storage-model';
import type { CompactionModel } from './model';
import { NAMES } from './names';
import type { CompactionState } from './state';

/** The last event and what it all has cost so far, in words. */
export function tell({ strategy, scaling }: CompactionState, { event, at, events, flushes }: CompactionModel): string {
  const name = strategy === 'ucs' ? `${NAMES.ucs}, ${scaling}` : NAMES[strategy];
  if (event === undefined) return `${name}: nothing is written yet. ${events} events follow.`;
  const { figures, sstables } = event;
  const reads = figures.covering;
  return (
    `${name}, event ${at} of ${events}, after ${number(flushes, 'flush', 'flushes')}: ${happened(event)} ` +
    `On disk: ${number(sstables.length, 'SSTable', 'SSTables')}, ${formatBytes(figures.diskBytes)}. ` +
    `Write amplification ${figures.writeAmplification.toFixed(2)}; space amplification ${ratio(figures.spaceAmplification)}; ` +
    `a read finds its key in the range of ${reads.mean.toFixed(1)} SSTables on average, ${reads.max} at most.`
  );
}

function happened({ kind, reason, removed, added }: CompactionStep): string {
  if (kind === 'flush') return `${reason}.`;
  const gone = number(removed.length, 'SSTable', 'SSTables');
  if (added.length === 0) return `${gone} dropped (${reason}).`;
  return `${gone} compacted into ${added.length} (${reason}).`;
}

function number(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

function ratio(value: number): string {
  return Number.isFinite(value) ? value.toFixed(2) : 'without bound, because nothing is live';
}
