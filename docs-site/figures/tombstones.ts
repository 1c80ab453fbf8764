import { DEFAULT_GC_GRACE_MS } from '@ringside/storage-model';
import type { Figures } from './figure.ts';

const DAY_MS = 86_400_000;

/** Figures of "Tombstones". */
export const figures: Figures = {
  'gc-grace': `${DEFAULT_GC_GRACE_MS / DAY_MS} days`,
};
