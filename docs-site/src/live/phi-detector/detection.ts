import type { PhiSample } from '@ringside/diagrams';
import { FailureDetector, GOSSIP_INTERVAL_MS } from '@ringside/gossip';
import { createRandom } from '@ringside/gossip/simulator';
import type { PhiState } from './state';

/** What the detector of one node makes of the heartbeats of another. */
export interface Detection {
  /** Arrivals on the time line; it begins when the intervals have long been learned. */
  readonly heartbeatsMs: readonly number[];
  readonly samples: readonly PhiSample[];
  /** The mean of the learned intervals when the silence begins. */
  readonly meanMs: number;
  /** How long a silence takes φ to the threshold. */
  readonly silenceToConvictMs: number;
  readonly peak: number;
  /** The look that convicted the sender; undefined when none did. */
  readonly convictedAtMs: number | undefined;
  /** The first heartbeat after that; undefined when it came in time or lies beyond the time line. */
  readonly backAtMs: number | undefined;
}

/** How long the time line is, and when on it the sender falls silent. */
export const DURATION_MS = 60_000;
export const SILENT_FROM_MS = 10_000;

const LEARNED_BEATS = 300;
const SAMPLE_MS = 200;
const SENDER = 'sender';
/** Fixed, so that the same sliders always give the same picture. */
const SEED = 8;

interface Happening {
  readonly atMs: number;
  readonly kind: 'beat' | 'look' | 'sample';
}

/** Runs the detector of `@ringside/gossip` over the time line: heartbeats as they come, a look every gossip round. */
export function detect(state: PhiState): Detection {
  const arrivals = arrivalsOf(state);
  const startMs = arrivals[0] ?? 0;
  const detector = new FailureDetector(startMs, { phiConvictThreshold: state.threshold });
  const samples: PhiSample[] = [];
  let convictedAtMs: number | undefined;
  let learned = { meanMs: 0, silenceToConvictMs: 0 };
  for (const { atMs, kind } of timeTable(arrivals, startMs)) {
    if (kind === 'look' && detector.interpret(SENDER, atMs) === 'convicted' && atMs > 0) convictedAtMs ??= atMs;
    if (atMs >= 0) samples.push({ atMs, phi: detector.phi(SENDER, atMs) });
    if (kind !== 'beat') continue;
    detector.report(SENDER, atMs);
    // A second sample at the same moment, so that φ falls as steeply as it does.
    if (atMs >= 0) samples.push({ atMs, phi: 0 });
    const window = detector.window(SENDER);
    if (atMs <= SILENT_FROM_MS && window !== undefined) {
      learned = { meanMs: window.meanMs, silenceToConvictMs: window.silenceForPhiMs(state.threshold) };
    }
  }
  const heartbeatsMs = arrivals.filter((atMs) => atMs >= 0);
  const convicted = convictedAtMs;
  return {
    heartbeatsMs,
    samples,
    ...learned,
    peak: Math.max(...samples.map(({ phi }) => phi)),
    convictedAtMs: convicted,
    backAtMs: convicted === undefined ? undefined : heartbeatsMs.find((atMs) => atMs > convicted),
  };
}

/** When heartbeats arrive: every interval, more or less, but not while the sender is silent. Those before 0 are there to learn from. */
function arrivalsOf({ intervalMs, jitter, silence }: PhiState): readonly number[] {
  const random = createRandom(SEED);
  const arrivals: number[] = [];
  for (let atMs = -LEARNED_BEATS * intervalMs; atMs <= DURATION_MS; atMs += intervalMs * (1 + (jitter / 100) * (2 * random() - 1))) {
    const isSilent = atMs > SILENT_FROM_MS && atMs < SILENT_FROM_MS + silence * 1_000;
    if (!isSilent) arrivals.push(Math.round(atMs));
  }
  return arrivals;
}

function timeTable(arrivals: readonly number[], startMs: number): readonly Happening[] {
  const firstLookMs = Math.floor(startMs / GOSSIP_INTERVAL_MS) * GOSSIP_INTERVAL_MS;
  return [
    ...arrivals.map((atMs) => ({ atMs, kind: 'beat' as const })),
    ...every(GOSSIP_INTERVAL_MS, firstLookMs).map((atMs) => ({ atMs, kind: 'look' as const })),
    ...every(SAMPLE_MS, 0).map((atMs) => ({ atMs, kind: 'sample' as const })),
  ].toSorted((left, right) => left.atMs - right.atMs);
}

function every(stepMs: number, fromMs: number): readonly number[] {
  return Array.from({ length: Math.floor((DURATION_MS - fromMs) / stepMs) + 1 }, (_, index) => fromMs + index * stepMs);
}
