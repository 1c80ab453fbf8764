import { PhiChart } from '@ringside/diagrams';
import type { ReactNode } from 'react';
import type { PartProps } from '../frame/picture';
import { type Detection, DURATION_MS } from './detection';
import type { PhiState } from './state';

/** The heartbeats, φ and the conviction. */
export function Draw({ state, model }: PartProps<PhiState, Detection>): ReactNode {
  const { heartbeatsMs, samples, peak, convictedAtMs, backAtMs } = model;
  const verdict = convictedAtMs === undefined ? 'the sender is never convicted' : `the sender is convicted at ${convictedAtMs / 1_000} s`;
  return (
    <PhiChart
      durationMs={DURATION_MS}
      heartbeatsMs={heartbeatsMs}
      samples={samples}
      threshold={state.threshold}
      down={convictedAtMs === undefined ? undefined : { fromMs: convictedAtMs, toMs: backAtMs ?? DURATION_MS }}
      label={`φ over ${DURATION_MS / 1_000} s with ${heartbeatsMs.length} heartbeats: its peak is ${peak.toFixed(1)}, the threshold ${state.threshold}; ${verdict}`}
    />
  );
}
