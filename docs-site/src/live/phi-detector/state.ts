import { DEFAULT_PHI_CONVICT_THRESHOLD } from '@ringside/gossip';
import { type Field, whole } from '../frame/field';

/** What the reader chooses. */
export interface PhiState {
  /** How far apart heartbeats are sent. */
  readonly intervalMs: number;
  /** `phi_convict_threshold`. */
  readonly threshold: number;
  /** How much sooner or later than meant a heartbeat may come, in percent of the interval. */
  readonly jitter: number;
  /** How long the sender is silent, in seconds. */
  readonly silence: number;
}

/** The slowest sender: the detector learns from no interval that is longer (two gossip rounds). */
export const MAX_INTERVAL_MS = 2_000;
export const MIN_INTERVAL_MS = 200;
/** What Cassandra lets `phi_convict_threshold` be. */
export const MIN_THRESHOLD = 5;
export const MAX_THRESHOLD = 16;
export const MAX_SILENCE_S = 45;
export const MAX_JITTER = 90;

/** The parts of the state, as attributes and the address have them. */
export const fields: { readonly [Name in keyof PhiState]: Field<PhiState[Name]> } = {
  intervalMs: whole({ initial: 1_000, min: MIN_INTERVAL_MS, max: MAX_INTERVAL_MS }),
  threshold: whole({ initial: DEFAULT_PHI_CONVICT_THRESHOLD, min: MIN_THRESHOLD, max: MAX_THRESHOLD }),
  jitter: whole({ initial: 20, min: 0, max: MAX_JITTER }),
  silence: whole({ initial: 25, min: 0, max: MAX_SILENCE_S }),
};
