import { ArrivalWindow, DEFAULT_PHI_CONVICT_THRESHOLD, GOSSIP_INTERVAL_MS, MAX_LOCAL_PAUSE_MS, PHI_FACTOR } from '@ringside/gossip';
import { detectKill } from '@ringside/gossip/simulator';
import { cited, type Figures, table } from './figure.ts';

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

/** A window that has heard a heartbeat every so often for a long time. */
function heardEvery(intervalMs: number): ArrivalWindow {
  const window = new ArrivalWindow();
  for (let beat = 1; beat <= 1001; beat++) window.add(beat * intervalMs);
  return window;
}

/** What nobody notices until, and the last one, when a node of a simulated cluster dies. */
function noticed(nodes: number): string {
  const after = [1, 2, 3].flatMap((seed) => Array.from(detectKill({ nodes, seed }).convictedAfterMs.values()));
  return `${(Math.min(...after) / 1000).toFixed(0)} to ${(Math.max(...after) / 1000).toFixed(0)} seconds`;
}

const [steady, slow] = [heardEvery(GOSSIP_INTERVAL_MS), heardEvery(1500)];

/** Figures of "Failure detection". */
export const figures: Figures = {
  'phi-factor': PHI_FACTOR.toFixed(3),
  'phi-of-five': (PHI_FACTOR * 5).toFixed(2),
  intervals: `${(DEFAULT_PHI_CONVICT_THRESHOLD / PHI_FACTOR).toFixed(2)} mean intervals`,
  'silence-8': seconds(steady.silenceForPhiMs(DEFAULT_PHI_CONVICT_THRESHOLD)),
  'simulated-10': noticed(10),
  'local-pause': cited(
    `${MAX_LOCAL_PAUSE_MS / 1000} seconds`,
    'Cassandra 5.0 CassandraRelevantProperties.java, cassandra.max_local_pause_in_ms',
  ),
  samples: cited('1,000 intervals', 'Cassandra 5.0 FailureDetector.java, SAMPLE_SIZE'),
  'first-interval': cited('two seconds', 'Cassandra 5.0 FailureDetector.java, INITIAL_VALUE_NANOS'),
  'threshold-range': cited('from 5 to 16', 'Cassandra 5.0 DatabaseDescriptor.java, phi_convict_threshold must be between 5 and 16'),
  thresholds: table(
    ['phi_convict_threshold', 'chance of a wrong verdict, by the model', 'silence, heartbeats 1 s apart', 'silence, 1.5 s apart'],
    [5, 8, 10, 12, 16].map((phi) => [
      phi === DEFAULT_PHI_CONVICT_THRESHOLD ? `${phi} (default)` : `${phi}`,
      `1 in ${(10 ** phi).toLocaleString('en')}`,
      seconds(steady.silenceForPhiMs(phi)),
      seconds(slow.silenceForPhiMs(phi)),
    ]),
  ),
};
