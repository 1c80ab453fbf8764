/**
 * How the client treats a host. `steady`: like any other. `quarantined`: last in every plan, tried by a probe now and then. `returning`: its probes
 * succeed, and it is `steady` after enough of them. `down`: the driver has no connection to it.
 */
export type HostState = 'steady' | 'quarantined' | 'returning' | 'down';

/** What happens to a host: its answers are slow or fail, a probe succeeds or does not, enough probes have succeeded, a
 * host that is far worse needs its place, the driver loses or finds it. */
export type HostEvent = 'slow' | 'failing' | 'probe-good' | 'probe-bad' | 'proven' | 'displaced' | 'down' | 'up';

/** The next state of each state at each event. A host that comes up has cold caches and cold code: it comes back by probes, like one from quarantine. */
export const HOST_STATES: Readonly<Record<HostState, Readonly<Record<HostEvent, HostState>>>> = {
  steady: {
    slow: 'quarantined',
    failing: 'quarantined',
    'probe-good': 'steady',
    'probe-bad': 'steady',
    proven: 'steady',
    displaced: 'steady',
    down: 'down',
    up: 'steady',
  },
  quarantined: {
    slow: 'quarantined',
    failing: 'quarantined',
    'probe-good': 'returning',
    'probe-bad': 'quarantined',
    proven: 'quarantined',
    displaced: 'steady',
    down: 'down',
    up: 'quarantined',
  },
  returning: {
    slow: 'quarantined',
    failing: 'quarantined',
    'probe-good': 'returning',
    'probe-bad': 'quarantined',
    proven: 'steady',
    displaced: 'steady',
    down: 'down',
    up: 'returning',
  },
  down: {
    slow: 'down',
    failing: 'down',
    'probe-good': 'down',
    'probe-bad': 'down',
    proven: 'down',
    displaced: 'down',
    down: 'down',
    up: 'returning',
  },
};

/** True for a host that goes last in plans. */
export function isDemoted(state: HostState): boolean {
  return state === 'quarantined' || state === 'returning';
}
