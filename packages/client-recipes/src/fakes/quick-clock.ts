import { abortError, type Clock } from '@ringside/core';

/** Pauses are shorter, limits are longer. */
const SHORTEST_LIMIT_MS = 30_000;

/** A clock on which pauses end at once and limits are never reached. */
export const QUICK: Clock = {
  nowMs: () => 0,
  monotonicMs: () => 0,
  sleep: async (durationMs, signal) => {
    if (durationMs < SHORTEST_LIMIT_MS) return;
    await new Promise((_, reject) => signal?.addEventListener('abort', () => reject(abortError(signal, 'A pause')), { once: true }));
  },
};
