import { PHI_FACTOR } from '@ringside/gossip';
import { type Detection, SILENT_FROM_MS } from './detection';
import type { PhiState } from './state';

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;

/** The result in words, with the formula and its numbers. */
export function tell({ threshold, silence }: PhiState, detection: Detection): string {
  const { meanMs, silenceToConvictMs, peak, convictedAtMs, backAtMs } = detection;
  const intervals = (threshold / PHI_FACTOR).toFixed(1);
  const formula =
    `φ = ${PHI_FACTOR.toFixed(3)} × silence ÷ mean interval. The mean is ${meanMs.toFixed(0)} ms, ` +
    `so φ passes ${threshold} after ${threshold} ÷ ${PHI_FACTOR.toFixed(3)} = ${intervals} mean intervals: ${seconds(silenceToConvictMs)} of silence.`;
  const pause = silence === 0 ? 'The sender is never silent.' : `The sender is silent for ${silence} s from ${seconds(SILENT_FROM_MS)} on.`;
  if (convictedAtMs === undefined) return `${formula} ${pause} φ stays below the threshold; its peak is ${peak.toFixed(1)}.`;
  const end = backAtMs === undefined ? 'and is still down at the end' : `until its next heartbeat, at ${seconds(backAtMs)}`;
  return `${formula} ${pause} It is convicted at ${seconds(convictedAtMs)}, ${end}.`;
}
